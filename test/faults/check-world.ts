import { configMaps, nodes, pods } from '../../emulators/kubernetes/resources.ts';
import { holdsAddress } from '../../src/domain/cidr.ts';
import { markerKeys } from '../../src/domain/markers.ts';
import type { Operation } from '../../src/domain/operation.ts';
import type { Pool } from '../../src/domain/pool.ts';
import { poolOf } from '../../src/store/pool-record.ts';
import type { Scene } from './scene.ts';

/** What of ours stands in a VPC and its cluster, counted by marker and never by what the service believes. */
export function oursIn({ world }: Scene, clusterName: string) {
  const { clusterId, vpcId } = clusterNamed(world, clusterName);
  const cluster = world.kubernetes.cluster(clusterId);
  const { state } = world.alicloud;
  const isMarked = (labels: Record<string, string> | undefined) => labels?.[markerKeys.pool] !== undefined;
  const nodePools = [...state.nodePools.values()].filter(
    (pool) => pool.clusterId === clusterId && JSON.stringify(pool.blocks).includes(markerKeys.pool),
  );
  return {
    vSwitches: [...state.vSwitches.values()].filter((one) => one.vpcId === vpcId && isMarked(one.tags)),
    nodePools,
    nodes: cluster.list(nodes).filter(({ metadata }) => isMarked(metadata.labels)),
    configMaps: cluster.list(configMaps, 'kube-system').filter(({ metadata }) => isMarked(metadata.labels)),
    canaries: cluster.list(pods).filter(({ metadata }) => isMarked(metadata.labels)),
  };
}

/** What is wrong with a pool that should be ready and proven in these zones. */
export async function checkReadyPool(
  scene: Scene,
  given: { name: string; cluster: string; zones: string[] },
): Promise<string[]> {
  const ours = oursIn(scene, given.cluster);
  const pool = await poolNamed(scene, given.name);
  if (!pool) return [`there is no pool ${given.name}`];
  const zones = (found: { zoneId: string }[]) => found.map(({ zoneId }) => zoneId).toSorted();
  const configMapNames = ours.configMaps.map(({ metadata }) => metadata.name).toSorted();
  return [
    ...differs('state of the pool', pool.state, 'ready'),
    ...differs('zones of the pool', zones(pool.vSwitches), given.zones.toSorted()),
    ...differs('zones of our vSwitches', zones(ours.vSwitches), given.zones.toSorted()),
    ...differs('our node pools', ours.nodePools.length, 1),
    ...differs('node pool of the pool', pool.nodePoolId, ours.nodePools[0]?.nodePoolId),
    ...differs(
      'our ConfigMaps',
      configMapNames,
      [`egress-pool-record-${given.name}`, `eni-config-${given.name}`].toSorted(),
    ),
    ...differs('canary pods', ours.canaries.length, 0),
    ...pool.vSwitches.flatMap((one, index) =>
      zoneProblems(one, { vSwitches: ours.vSwitches, isFirst: !pool.vSwitches.slice(0, index).some(inZoneOf(one)) }),
    ),
  ];
}

/** What is left of a pool that should never have been. */
export async function checkNothingLeft(scene: Scene, given: { name: string; cluster: string }): Promise<string[]> {
  const ours = oursIn(scene, given.cluster);
  return [
    ...Object.entries(ours).flatMap(([kind, found]) => differs(`our ${kind}`, found.length, 0)),
    ...differs('the pool', (await poolNamed(scene, given.name))?.state, undefined),
    ...differs('the name', await scene.store.read(`name-${given.name}`), undefined),
  ];
}

/** What is wrong with what people see: one announcement and one message in its thread, both showing the end. */
export function checkMessages({ world }: Scene, operation: Operation, word: RegExp): string[] {
  const posts = world.slack.state.messages.filter(
    ({ isFromBot, metadata }) => isFromBot && JSON.stringify(metadata ?? '').includes(operation.id),
  );
  const roots = posts.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);
  const replies = posts.filter(({ threadTs, ts }) => threadTs !== undefined && threadTs !== ts);
  return [
    ...differs('announcements', roots.length, 1),
    ...differs('messages in the thread', replies.length, 1),
    ...differs('thread of the message', replies[0]?.threadTs, roots[0]?.ts),
    ...[...roots, ...replies].flatMap(({ text }) => (word.test(text) ? [] : [`a message still says "${text}"`])),
  ];
}

export function differs(what: string, found: unknown, wanted: unknown): string[] {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  return left === right ? [] : [`${what}: ${left} instead of ${right}`];
}

function clusterNamed({ seed }: Scene['world'], name: string) {
  const found = seed.clusters.find((cluster) => cluster.name === name);
  if (!found) throw new Error(`the seed has no cluster ${name}`);
  return found;
}

export async function poolNamed({ store }: Scene, name: string): Promise<Pool | undefined> {
  const id = (await store.read(`name-${name}`))?.fields.pool;
  const record = id === undefined ? undefined : await store.read(id);
  return record && poolOf(record);
}

const inZoneOf = (one: { zoneId: string }) => (other: { zoneId: string }) => other.zoneId === one.zoneId;

/** One that a resize added may be unproven: it takes a node that has addresses of it alone. */
function zoneProblems(
  zone: Pool['vSwitches'][number],
  { vSwitches, isFirst }: { vSwitches: { zoneId: string; vSwitchId: string; cidrBlock: string }[]; isFirst: boolean },
): string[] {
  const vSwitch = vSwitches.find(({ vSwitchId }) => vSwitchId === zone.vSwitchId);
  const isProven = zone.canaryIp === undefined ? !isFirst : holdsAddress(zone.cidrBlock, zone.canaryIp);
  return [
    ...differs(`zone of ${zone.vSwitchId}`, zone.zoneId, vSwitch?.zoneId),
    ...differs(`CIDR of ${zone.zoneId}`, zone.cidrBlock, vSwitch?.cidrBlock),
    ...(isProven ? [] : [`zone ${zone.zoneId} is not proven: ${zone.canaryIp ?? 'no address'}`]),
  ];
}
