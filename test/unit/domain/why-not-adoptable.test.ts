import { expect, it } from 'vitest';
import { type AdoptionCandidate, whyNotAdoptable } from '../../../src/domain/why-not-adoptable.ts';

const pool = { poolId: 'pool-1', vpcId: 'vpc-1', zones: ['z-h', 'z-g'] };

function candidate({
  labels = {},
  machine = {},
  ...rest
}: {
  labels?: Record<string, string>;
  machine?: object;
  source?: AdoptionCandidate['source'];
} = {}): AdoptionCandidate {
  return {
    node: { instanceId: 'i-1', labels: { type: 'node', ...labels } },
    machine: { status: 'Running', vpcId: 'vpc-1', zoneId: 'z-h', isSpot: false, ...machine },
    source: { name: 'default-nodepool', isMarked: false, scalesByItself: false },
    ...rest,
  };
}

const source = { name: 'blue', isMarked: false, scalesByItself: false };

it('an ordinary node of an ordinary node pool can come over', () => {
  expect(whyNotAdoptable(candidate(), pool)).toBeUndefined();
});

it.each<[string, AdoptionCandidate, string]>([
  ['no node', { ...candidate(), node: undefined }, 'is no node of the cluster'],
  ['one of the pool', candidate({ labels: { 'egress-pool/pool': 'pool-1' } }), 'is a node of this pool already'],
  [
    'one of another pool, of whatever installation',
    candidate({ labels: { 'egress-pool/pool': 'pool-2', 'egress-pool/name': 'orders' } }),
    'egress pool "orders"',
  ],
  ['a master', candidate({ labels: { 'node-role.kubernetes.io/master': '' } }), 'runs the control plane'],
  ['a new master', candidate({ labels: { 'node-role.kubernetes.io/control-plane': '' } }), 'runs the control plane'],
  ['a virtual node', candidate({ labels: { type: 'virtual-kubelet' } }), 'is a virtual node'],
  ['a Lingjun node', candidate({ labels: { 'alibabacloud.com/lingjun-worker': 'true' } }), 'is a Lingjun node'],
  [
    'exclusive interfaces',
    candidate({ labels: { 'k8s.aliyun.com/exclusive-mode-eni-type': 'eniOnly' } }),
    'exclusive ENI',
  ],
  [
    'one without Terway',
    candidate({ labels: { 'k8s.aliyun.com/ignore-by-terway': 'true' } }),
    'not governed by Terway',
  ],
  ['no machine', { ...candidate(), machine: undefined }, 'has no ECS machine in the region of the cluster (i-1)'],
  ['another VPC', candidate({ machine: { vpcId: 'vpc-2' } }), 'is in vpc-2, and the pool in vpc-1'],
  ['another zone', candidate({ machine: { zoneId: 'z-i' } }), 'is in z-i, and the pool has z-h, z-g alone'],
  ['a spot machine', candidate({ machine: { isSpot: true } }), 'is a spot machine'],
  ['a stopped machine', candidate({ machine: { status: 'Stopped' } }), 'is Stopped, not Running'],
  ['no node pool', candidate({ source: undefined }), 'is in no node pool of ACK'],
  ['a marked node pool', candidate({ source: { ...source, isMarked: true } }), 'node pool "blue" of egress-pool'],
  ['a node pool that scales', candidate({ source: { ...source, scalesByItself: true } }), 'scales by itself'],
])('refuses %s', (_case, refused, why) => {
  expect(whyNotAdoptable(refused, pool)).toContain(why);
});
