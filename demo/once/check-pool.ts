import { BlockList } from 'node:net';
import type { VSwitch } from '../../emulators/alicloud/vpc/state.ts';
import { configMaps, nodes, pods } from '../../emulators/kubernetes/resources.ts';
import type { World } from '../../emulators/world/world.ts';
import { type FoundNodePool, nodePoolOf } from './node-pool-of.ts';
import type { SeenCanary } from './watch-canaries.ts';

export interface CheckedPool {
  name: string;
  cluster: string;
  state: string;
  zones: { zone: string; vSwitchId: string; cidr: string; canaryIp: string }[];
  configMap: string;
  nodePoolId: string;
}

export interface Check {
  what: string;
  ok: boolean;
}

export interface CheckedWorld {
  pool: CheckedPool;
  checks: Check[];
}

export interface Expected {
  name: string;
  cluster: string;
  zones: string[];
  /** Of the service that made it. */
  installation: string;
}

interface Looked {
  world: World;
  expected: Expected;
  clusterId: string;
  vSwitches: VSwitch[];
  nodePool: FoundNodePool | undefined;
  canaries: readonly SeenCanary[];
}

/** What the emulators themselves hold of a pool, whatever the service says, and whether it is as it must be. */
export function checkPool(world: World, expected: Expected, canaries: readonly SeenCanary[]): CheckedWorld {
  const clusterId = world.seed.clusters.find(({ name }) => name === expected.cluster)?.clusterId ?? '';
  const tagged = [...world.alicloud.state.vSwitches.values()].filter(({ tags }) => isOurs(tags, expected));
  const vSwitches = expected.zones.flatMap((zone) => tagged.filter(({ zoneId }) => zoneId === zone));
  const nodePool = nodePoolOf(world.alicloud.state, { clusterId, name: expected.name });
  const looked: Looked = { world, expected, clusterId, vSwitches, nodePool, canaries };
  const configMap = `eni-config-${expected.name}`;
  const zones = vSwitches.map((vSwitch) => ({
    zone: vSwitch.zoneId,
    vSwitchId: vSwitch.vSwitchId,
    cidr: vSwitch.cidrBlock,
    canaryIp: canaries.find(({ ip }) => isInside(vSwitch.cidrBlock, ip))?.ip ?? '',
  }));
  const { name, cluster } = expected;
  return {
    pool: { name, cluster, state: 'unknown', zones, configMap, nodePoolId: nodePool?.nodePoolId ?? '' },
    checks: [
      ...vSwitchChecks(looked, tagged.length),
      ...configMapChecks(looked, configMap),
      ...nodeChecks(looked, configMap),
      ...canaryChecks(looked),
    ],
  };
}

function isOurs(marks: Record<string, string> | undefined, { name, installation }: Expected): boolean {
  return marks?.['egress-pool/installation'] === installation && marks['egress-pool/name'] === name;
}

function vSwitchChecks({ expected, vSwitches }: Looked, tagged: number): Check[] {
  const isOneEach = tagged === expected.zones.length && vSwitches.length === tagged;
  const areAvailable = vSwitches.every(({ status }) => status === 'Available');
  return [{ what: 'one vSwitch in each zone, tagged and Available', ok: isOneEach && areAvailable }];
}

function configMapChecks({ world, clusterId, vSwitches, expected }: Looked, name: string): Check[] {
  const found = world.kubernetes.cluster(clusterId).get(configMaps, { namespace: 'kube-system', name });
  const written: unknown = JSON.parse(found?.data?.eni_conf ?? 'null');
  const wanted = Object.fromEntries(vSwitches.map(({ zoneId, vSwitchId }) => [zoneId, [vSwitchId]]));
  const read = written !== null && typeof written === 'object' && 'vswitches' in written ? written.vswitches : null;
  const isSame = JSON.stringify(sorted(read)) === JSON.stringify(sorted(wanted));
  return [{ what: `ConfigMap ${name} names exactly them`, ok: isSame && isOurs(found?.metadata.labels, expected) }];
}

function nodeChecks({ world, clusterId, nodePool, expected }: Looked, label: string): Check[] {
  const all = world.kubernetes.cluster(clusterId).list(nodes);
  const found = all.filter(({ metadata }) => metadata.labels?.['terway-config'] === label);
  const zones = new Set(found.map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone']));
  const areReady = found.every(({ status }) =>
    status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
  );
  const effects = ['NoExecute', 'NoSchedule'];
  const areTainted = found.every(({ spec }) =>
    effects.every((effect) =>
      spec.taints?.some((t) => t.key === 'egress-pool' && t.value === expected.name && t.effect === effect),
    ),
  );
  const isPoolRight = nodePool?.label === label && effects.every((effect) => nodePool.effects.includes(effect));
  const isEveryZone = expected.zones.every((zone) => zones.has(zone)) && zones.size === expected.zones.length;
  return [
    { what: 'a node pool with the label and both taints', ok: isPoolRight },
    {
      what: 'its nodes Ready, labelled and tainted, one or more in each zone',
      ok: isEveryZone && areReady && areTainted,
    },
    { what: 'as many nodes as the node pool wants', ok: found.length > 0 && nodePool?.desiredSize === found.length },
  ];
}

function canaryChecks({ world, clusterId, vSwitches, canaries }: Looked): Check[] {
  const left = world.kubernetes
    .cluster(clusterId)
    .list(pods)
    .filter(({ metadata }) => metadata.labels?.['egress-pool/canary'] !== undefined);
  const isProven = vSwitches.every(({ cidrBlock }) => canaries.some(({ ip }) => isInside(cidrBlock, ip)));
  const areInside = canaries.every(({ ip }) => vSwitches.some(({ cidrBlock }) => isInside(cidrBlock, ip)));
  return [
    { what: "a canary pod got an address inside each zone's CIDR, and none outside", ok: isProven && areInside },
    { what: 'the canary pods are gone again', ok: left.length === 0 },
  ];
}

function isInside(cidr: string, ip: string): boolean {
  const [network = '', prefix = '32'] = cidr.split('/');
  const block = new BlockList();
  block.addSubnet(network, Number(prefix));
  return block.check(ip);
}

function sorted(map: unknown): unknown {
  return map !== null && typeof map === 'object' ? Object.entries(map).sort() : map;
}
