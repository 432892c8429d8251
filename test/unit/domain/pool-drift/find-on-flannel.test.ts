import { expect, test } from 'vitest';
import { namespaceGuard } from '../../../../src/domain/namespace-guard.ts';
import { findPoolDrift } from '../../../../src/domain/pool-drift/find-pool-drift.ts';
import type { PoolSight } from '../../../../src/domain/pool-drift/pool-sight.ts';
import { fine, nic, pool, usedBy } from './fine-pool.ts';

const { policy, nodePool } = fine;

/** A pool on Flannel as it was made: its nodes live in its vSwitches, and there is no ConfigMap. */
const onFlannel: PoolSight = {
  ...fine,
  pool: { ...pool, network: 'flannel' },
  configMap: undefined,
  policy: policy && { ...policy, ...namespaceGuard({ ...pool, network: 'flannel', canaryNamespace: 'egress-pool' }) },
  nodePool: nodePool && { ...nodePool, vSwitchIds: ['vsw-h', 'vsw-g'] },
  interfaces: [nic('eni-1', 'vsw-h', 'i-h', 'Primary'), nic('eni-2', 'vsw-g', 'i-g', 'Primary')],
  ...usedBy({ usesHost: true }),
};

test.each<[fact: string, change: Partial<PoolSight>, found: [kind: string, items: string[]][]]>([
  ['as it was made', {}, []],
  [
    'a node outside',
    { interfaces: [nic('eni-9', 'vsw-node-h', 'i-h', 'Primary')] },
    [['interface-foreign', ['node-h: eni-9 in vsw-node-h']]],
  ],
  [
    'another vSwitch of the node pool, even in the same zone',
    { nodePool: nodePool && { ...nodePool, vSwitchIds: ['vsw-h', 'vsw-node-g'] } },
    [['zone-uncovered', ['g (vsw-node-g of the node pool)']]],
  ],
  [
    'agents of others, with or without an address of their own',
    usedBy({ namespace: 'monitoring', usesHost: true, isBlanket: true }),
    [['stray', ['tolerates every taint']]],
  ],
])('on Flannel: %s', (_, change, found) => {
  expect(findPoolDrift({ ...onFlannel, ...change }).map(({ kind, items }) => [kind, items])).toEqual(found);
});
