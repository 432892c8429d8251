import { expect, test } from 'vitest';
import { createLogger } from '../../../src/platform/logger.ts';
import { endNotice } from '../../../src/slack/blocks/grant-notices.ts';
import { countPods } from '../../../src/sweeps/count-pods.ts';
import { grantDocument } from '../../support/access-documents.ts';

const log = createLogger({ level: 'silent' });
const inForce = {
  ...{ requestId: 'req-aaaaaaaaaaaa', planHash: '', cidrs: [], instances: [], approvedAtMs: 1, approvers: [] },
  ...{ namespaces: ['payments'], appliedAtMs: 2 },
};

test('a cluster that does not answer holds up no notice, which says so', async () => {
  const grant = grantDocument({ state: 'active', endMs: 90_000, inForce });
  const down = () => {
    throw new Error('connection refused');
  };

  const podsAtNotice = await countPods(
    { clusters: { cluster: down }, installation: 'test', log },
    { ...grant, namespaces: inForce.namespaces },
  );

  expect(podsAtNotice).toBeUndefined();
  expect(endNotice({ ...grant, podsAtNotice }, 5).text).toContain('the cluster did not answer');
});
