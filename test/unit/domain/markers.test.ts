import { expect, test } from 'vitest';
import { isOurs, tagsWithMarker } from '../../../src/domain/markers.ts';

test('no tag of the configuration takes the place of a marker', () => {
  const marker = { installation: 'acme', poolId: 'pool-1', poolName: 'payments' };

  const tags = tagsWithMarker(marker, { 'egress-pool/pool': 'pool-2', 'cost-center': 'cc-4711' });

  expect(isOurs(tags, marker)).toBe(true);
  expect(tags).toContainEqual({ key: 'cost-center', value: 'cc-4711' });
  expect(new Set(tags.map(({ key }) => key)).size).toBe(tags.length);
});
