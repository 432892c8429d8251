import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Operation, OperationState } from '../../../src/domain/operation.ts';
import { outcome } from '../../../src/slack/blocks/outcome.ts';
import { anyOperation, withStep } from './arbitraries.ts';

const [base] = fc.sample(anyOperation, { numRuns: 1, seed: 1 });

const resize = (state: OperationState): Operation => {
  if (!base) throw new Error('no sample');
  return { ...base, kind: 'resize-pool', state, direction: 'forward', error: undefined, steps: [] };
};
const adoption = (state: OperationState): Operation => {
  const plan = {
    ...{ schemaVersion: 1, kind: 'adopt-nodes', installation: 'acme', poolId: 'pool-1', poolName: 'payments' },
    ...{ clusterName: 'prod', clusterId: 'c1', nodePoolId: 'np1', configMapName: 'eni-config-payments' },
    ...{ terwayDaemonSet: 'terway-eniip', vSwitches: [], canary: { image: 'netcheck', namespace: 'egress-pool' } },
    nodes: ['one', 'two', 'three'].map((nodeName) => {
      const source = { nodePoolId: 'np0', name: 'blue' };
      return { nodeName, instanceId: `i-${nodeName}`, zoneId: 'h', source, wasCordoned: false, pods: 0 };
    }),
  };
  const direction = state === 'rolled-back' ? 'back' : 'forward';
  const planned = withStep({ ...resize(state), kind: 'adopt-nodes', direction }, 'plan', { plan });
  const ended = ['attach-i-one', 'canary-i-one', 'remove-i-two'];
  return ended.reduce((operation, step) => withStep(operation, step, {}), planned);
};
const said = (operation: Operation) =>
  outcome({ operation, plan: undefined, pool: undefined, useYaml: undefined, lasted: () => 0 })?.lines.join('\n');

test('a resize that was taken back says that the pool is as before only while nothing had left it', () => {
  const early = withStep(resize('rolled-back'), 'config-map', {});
  expect(said(early)).toContain('as it was before');

  const late = said(withStep(early, 'left', {}));
  expect(late).not.toContain('as it was before');
  expect(late).toContain('What left the pool stays away');
});

test('a resize that stands still says what is done, and what rolling back would bring', () => {
  const stopped = withStep(resize('failed'), 'scale-nodes', { nodes: 2 });
  expect(said(stopped)).toContain('What is done');
  expect(said(stopped)).toContain('makes the pool as it was before');
  expect(said(withStep(stopped, 'drop-vsw-1', {}))).toContain('what left the pool stays away');
});

test.each<OperationState>(['failed', 'rolled-back'])('an adoption that is %s says where each node is', (state) => {
  const lines = said(adoption(state)) ?? '';

  expect(lines).toContain('`one`: in the pool, proven');
  expect(lines).toContain('`two`: taken out of node pool `blue`, *not in the pool*; machine `i-two` goes on running');
  expect(lines).toContain('`three`: not touched');
  expect(lines).toContain(state === 'failed' ? 'Roll back gives up' : 'nothing of it is undone');
});
