import { expect, test } from 'vitest';
import { createRandomIds } from '../../../src/platform/random.ts';

test('ids are url-safe lower case after their prefix, without a colon, and do not repeat', () => {
  const ids = createRandomIds();

  const made = Array.from({ length: 1000 }, () => ids.next('pool'));

  expect(new Set(made).size).toBe(1000);
  for (const id of made) expect(id).toMatch(/^pool-[a-z0-9]{20}$/);
});
