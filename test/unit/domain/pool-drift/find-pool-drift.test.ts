import { expect, test } from 'vitest';
import { eniConf } from '../../../../src/domain/eni-conf.ts';
import { poolTaints, terwayConfigLabel } from '../../../../src/domain/markers.ts';
import { findPoolDrift } from '../../../../src/domain/pool-drift/find-pool-drift.ts';
import { isBroken, isRepairable, isTold } from '../../../../src/domain/pool-drift/pool-finding.ts';
import type { PoolSight } from '../../../../src/domain/pool-drift/pool-sight.ts';
import { conf, fine, labels, nic, node, nodeG, nodeH, pool, seenVSwitch, served, usedBy } from './fine-pool.ts';

const { policy, nodePool } = fine;
const told = (vswitches: Record<string, string[]>, more = {}) => conf(JSON.stringify({ vswitches, ...more }));

const broken = 'broken';
const repaired = 'broken and repairable';
const wrong = 'wrong';
const note = 'note';

const table: [fact: string, change: Partial<PoolSight>, found: [kind: string, items: string[]][], weight: string][] = [
  ['as it was made', {}, [], ''],
  ['the ConfigMap deleted', { configMap: undefined }, [['config-map-gone', ['eni-config-payments']]], repaired],
  [
    'another one of that name',
    { configMap: { labels: {}, data: {}, createdAtMs: 5 } },
    [['config-map-taken', ['eni-config-payments']]],
    broken,
  ],
  [
    'another vSwitch in a zone',
    told({ h: ['vsw-x'], g: ['vsw-g'] }),
    [['config-map-changed', ['h has vsw-x instead of vsw-h']]],
    repaired,
  ],
  [
    'a zone taken out',
    told({ h: ['vsw-h'] }),
    [['config-map-changed', ['g has no vSwitch instead of vsw-g']]],
    repaired,
  ],
  [
    'a zone put in',
    told({ h: ['vsw-h'], g: ['vsw-g'], k: ['vsw-k'] }),
    [['config-map-changed', ['k has vsw-k instead of no vSwitch']]],
    repaired,
  ],
  [
    'a security group set',
    told({ h: ['vsw-h'], g: ['vsw-g'] }, { security_group: 'sg-1' }),
    [['config-map-changed', ['security_group is not what it was']]],
    repaired,
  ],
  ['no JSON in it', conf('{'), [['config-map-changed', ['eni_conf cannot be read']]], repaired],
  [
    'a security group that the pool was taken over with is gone',
    { keptConf: { security_group: 'sg-1' } },
    [['config-map-changed', ['security_group is not there any more']]],
    repaired,
  ],
  [
    'keys that Terway does not read',
    { configMap: fine.configMap && { ...fine.configMap, data: { ...fine.configMap.data, more: '' } } },
    [],
    '',
  ],
  ['other idle addresses are nobody’s business', conf(eniConf({ vSwitches: served, maxPoolSize: 4 })), [], ''],
  ['the policy deleted', { policy: undefined }, [['policy-gone', ['egress-pool-payments']]], repaired],
  [
    'no policy where none was ever enforced',
    { policy: undefined, pool: { ...pool, namespacesEnforced: false } },
    [],
    '',
  ],
  [
    'the binding deleted',
    policy ? { policy: { ...policy, isBound: false } } : {},
    [['policy-changed', ['the binding of egress-pool-payments is gone or does not deny']]],
    repaired,
  ],
  [
    'another namespace let in',
    policy ? { policy: { ...policy, condition: 'false' } } : {},
    [['policy-changed', ['egress-pool-payments does not say what it has to say']]],
    repaired,
  ],
  [
    'a policy without our marker',
    policy ? { policy: { ...policy, labels: {} } } : {},
    [['policy-taken', ['egress-pool-payments']]],
    broken,
  ],
  ['the node pool deleted', { nodePool: undefined }, [['node-pool-gone', ['np-1']]], broken],
  [
    'the node pool’s label edited',
    nodePool
      ? {
          nodePool: {
            ...nodePool,
            labels: nodePool.labels.map((one) =>
              one.key === terwayConfigLabel ? { ...one, value: 'eni-confg' } : one,
            ),
          },
        }
      : {},
    [['node-pool-label', ['terway-config is eni-confg']]],
    repaired,
  ],
  [
    'the node pool’s markers deleted',
    nodePool ? { nodePool: { ...nodePool, labels: [{ key: terwayConfigLabel, value: 'eni-config-payments' }] } } : {},
    [['node-pool-label', ['the labels that mark its nodes are not all there']]],
    repaired,
  ],
  [
    'a taint of the node pool deleted',
    nodePool ? { nodePool: { ...nodePool, taints: poolTaints('payments').slice(1) } } : {},
    [['node-pool-taint', ['NoSchedule']]],
    repaired,
  ],
  [
    'a label of a node edited',
    { nodes: [{ ...nodeH, labels: { ...labels, [terwayConfigLabel]: 'other' } }, nodeG] },
    [['node-label', ['node-h (terway-config is other)']]],
    repaired,
  ],
  [
    'a marker of a node deleted',
    { nodes: [{ ...nodeH, labels: { [terwayConfigLabel]: 'eni-config-payments' } }, nodeG] },
    [['node-label', ['node-h (egress-pool/pool)']]],
    repaired,
  ],
  [
    'a taint of a node deleted',
    { nodes: [{ ...nodeH, taints: poolTaints('payments').slice(0, 1) }, nodeG] },
    [['node-taint', ['node-h (NoExecute)']]],
    repaired,
  ],
  [
    'a node of others with the label',
    { nodes: [nodeH, nodeG, node('stranger', 'h')] },
    [['node-foreign', ['stranger']]],
    broken,
  ],
  [
    'a zone of the node pool that Terway is not told of',
    nodePool ? { nodePool: { ...nodePool, vSwitchIds: ['vsw-node-h', 'vsw-node-k'] } } : {},
    [['zone-uncovered', ['k (vsw-node-k of the node pool)']]],
    broken,
  ],
  [
    'a node in such a zone',
    {
      nodes: [nodeH, nodeG, node('node-k', 'k')],
      members: [...fine.members, { nodeName: 'node-k', instanceId: 'i-k', isRunning: true }],
    },
    [['zone-uncovered', ['k (node node-k)']]],
    broken,
  ],
  [
    'Terway older than its ConfigMap',
    {
      terwaySinceMs: new Map([
        ['node-h', 4],
        ['node-g', 9],
      ]),
    },
    [['terway-old', ['node-h']]],
    repaired,
  ],
  ['a zone whose node is not ready', { nodes: [nodeH, { ...nodeG, ready: false }] }, [['zone-unproven', ['g']]], note],
  [
    'a node with an interface in another vSwitch',
    { interfaces: [nic('eni-9', 'vsw-node-h', 'i-h')] },
    [['interface-foreign', ['node-h: eni-9 in vsw-node-h']]],
    broken,
  ],
  [
    'a machine of others in the vSwitch',
    { interfaces: [nic('eni-9', 'vsw-h', 'i-other')] },
    [['vswitch-shared', ['eni-9 of i-other']]],
    broken,
  ],
  [
    'a load balancer in the vSwitch',
    { interfaces: [{ ...nic('eni-9', 'vsw-h', undefined), tags: [], description: 'nlb-1' }] },
    [['vswitch-shared', ['eni-9 (nlb-1)']]],
    broken,
  ],
  [
    'a node itself in the vSwitch',
    { interfaces: [nic('eni-9', 'vsw-h', 'i-h', 'Primary')] },
    [['vswitch-shared', ['eni-9, the primary one of i-h']]],
    broken,
  ],
  [
    'a vSwitch deleted',
    { vSwitches: new Map([...fine.vSwitches].filter(([id]) => id !== 'vsw-g')) },
    [['vswitch-lost', ['vsw-g is gone']]],
    broken,
  ],
  [
    'marker tags of a vSwitch deleted',
    { vSwitches: new Map([...fine.vSwitches, ['vsw-g', { ...seenVSwitch('g', '10.64.0.64/26'), tags: [] }]]) },
    [['vswitch-lost', ['vsw-g has lost its marker tags']]],
    broken,
  ],
  [
    'pods of another namespace',
    usedBy({ namespace: 'web' }),
    [['stray', ['tolerates or selects the pool by name']]],
    wrong,
  ],
  [
    'pods of another namespace that tolerate everything',
    usedBy({ namespace: 'web', isBlanket: true }),
    [['stray', ['tolerates every taint']]],
    wrong,
  ],
  ['pods of another namespace that only wait for a node', usedBy({ namespace: 'web', onNode: undefined }), [], ''],
  [
    'pods of the pool on their node’s address',
    usedBy({ usesHost: true }),
    [['host-network', ['tolerates or selects the pool by name']]],
    wrong,
  ],
  [
    'agents of others on their node’s address',
    usedBy({ namespace: 'monitoring', usesHost: true, isBlanket: true }),
    [],
    '',
  ],
  [
    'pods of the pool with a network of their own',
    usedBy({ otherNetwork: 'PodNetworking fixed' }),
    [['other-network', ['PodNetworking fixed']]],
    wrong,
  ],
  [
    'a DaemonSet of kube-system that takes addresses',
    usedBy({ namespace: 'kube-system', kind: 'DaemonSet', isBlanket: true }),
    [['daemon-set', ['tolerates every taint']]],
    note,
  ],
  [
    'canary pods',
    usedBy({ namespace: 'egress-pool', kind: 'Pod', name: 'egress-pool-canary-payments-h-abcdef' }),
    [],
    '',
  ],
  [
    'somebody’s pods in the canaries’ namespace',
    usedBy({ namespace: 'egress-pool', kind: 'Pod', name: 'mine' }),
    [['stray', ['tolerates or selects the pool by name']]],
    wrong,
  ],
];

test.each(table)('%s', (_, change, found, weight) => {
  const findings = findPoolDrift({ ...fine, ...change });

  expect(findings.map(({ kind, items }) => [kind, items])).toEqual(found);
  const weights = findings.map((one) => {
    if (isBroken(one)) return isRepairable(one) ? repaired : broken;
    return isTold(one) ? wrong : note;
  });
  expect(weights.join()).toBe(weight);
});

test('a machine whose node carries no label of the pool any more is found by the node pool', () => {
  const findings = findPoolDrift({ ...fine, nodes: [nodeH] });

  expect(findings.map(({ kind, items }) => [kind, items])).toEqual([
    ['node-label', ['node-g (no label of the pool)']],
    ['zone-unproven', ['g']],
  ]);
});
