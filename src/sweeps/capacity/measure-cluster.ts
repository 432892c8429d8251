import type { VSwitch } from '../../cloud/cloud.ts';
import type { PoolCapacity } from '../../domain/capacity/pool-capacity.ts';
import { nextHour, sampleOf } from '../../domain/capacity/sample.ts';
import type { Pool } from '../../domain/pool.ts';
import { selectorText } from '../../domain/pool-network.ts';
import type { PodPlace } from '../../kubernetes/kubernetes.ts';
import { type CapacityDocument, capacityWrite, documentOf, historyOf } from '../../store/capacity-record.ts';
import type { CapacityDeps } from './capacity-deps.ts';
import type { ClusterPicture } from './followed-clusters.ts';
import { keepWorkloads } from './keep-workloads.ts';
import { isForecastDue, measurePool } from './measure-pool.ts';
import { tendAlerts } from './tend-alerts.ts';
import { zoneReadings } from './zone-readings.ts';

/** Domain time between samples that are kept, with room for a sweep that is a little early. */
const sampleEveryMs = 55_000;
const hourMs = 3_600_000;
/** What a forecast looks at. */
const newest = { samples: 6 * 60, hours: 7 * 24 };
/** So many curves are in memory at a time. */
const poolsAtOnce = 50;

export interface ReadCluster {
  pools: readonly Pool[];
  picture: ClusterPicture;
  /** By VPC id, where they could be read. */
  vSwitches: ReadonlyMap<string, readonly VSwitch[]>;
}

/** Measures the pools of one cluster, keeps what was measured, and tends their alerts. */
export async function measureCluster(deps: CapacityDeps, { pools, picture, vSwitches }: ReadCluster): Promise<void> {
  // Pods without a node are under the empty name.
  const pods = Map.groupBy(picture.pods, ({ nodeName = '' }) => nodeName);
  for (let from = 0; from < pools.length; from += poolsAtOnce) {
    const readable = pools.slice(from, from + poolsAtOnce).flatMap((pool) => {
      const readings = zoneReadings(pool, vSwitches.get(pool.vpcId) ?? [], { picture, pods });
      return readings ? [{ pool, readings, unscheduledPods: countUnscheduled(pool, pods.get('') ?? []) }] : [];
    });
    const measured = await measureSome(deps, readable);
    await keepWorkloads(deps, { measured, picture, pods });
    await tendAlerts(deps, measured);
  }
}

type Readable = Pick<Parameters<typeof measurePool>[1], 'readings' | 'unscheduledPods'> & { pool: Pool };

async function measureSome(
  deps: CapacityDeps,
  readable: readonly Readable[],
): Promise<{ pool: Pool; capacity: PoolCapacity }[]> {
  const { store, clock } = deps;
  const stored = await store.readCapacity(idsOf(readable), { samples: 0, hours: 0 });
  const documents = new Map(stored.map(({ poolId, now }) => [poolId, now === undefined ? undefined : documentOf(now)]));
  const due = readable.filter(({ pool }) => isForecastDue(deps, documents.get(pool.id)?.pool));
  const curves = await store.readCapacity(idsOf(due), newest);
  const histories = new Map(curves.map((curve) => [curve.poolId, historyOf(curve)]));
  const nowMs = clock.now();
  const measured = readable.map(({ pool, ...given }) => {
    const before = documents.get(pool.id);
    const history = histories.get(pool.id);
    return {
      pool,
      before,
      capacity: measurePool(deps, { ...given, poolId: pool.id, before: before?.pool, history, nowMs }),
    };
  });
  await store.writeCapacity(measured.map(({ capacity, before }) => writeOf(deps, capacity, before)));
  return measured;
}

function writeOf({ clock }: CapacityDeps, pool: PoolCapacity, before: CapacityDocument | undefined) {
  const sample = sampleOf(pool);
  const isDue = before?.sampledAtMs === undefined || clock.elapsed(before.sampledAtMs) >= sampleEveryMs;
  const hour = nextHour(before?.hour, sample, clock.delay(hourMs));
  const document = { pool, hour: hour.running, sampledAtMs: isDue ? pool.atMs : before.sampledAtMs };
  return capacityWrite(document, { sample: isDue ? sample : undefined, hour: hour.ended });
}

function countUnscheduled(pool: Pool, pods: readonly PodPlace[]): number {
  const selector = selectorText(pool);
  return pods.filter(({ asksFor }) => asksFor === selector).length;
}

function idsOf(all: readonly { pool: Pool }[]): string[] {
  return all.map(({ pool }) => pool.id);
}
