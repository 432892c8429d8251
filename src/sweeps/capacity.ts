import { isMeasured } from '../domain/capacity/pool-capacity.ts';
import type { Pool } from '../domain/pool.ts';
import type { JobHandler } from '../queue/queue.ts';
import { poolIndex, poolOf } from '../store/pool-record.ts';
import type { Store } from '../store/store.ts';
import type { CapacityDeps } from './capacity/capacity-deps.ts';
import { type FollowedClusters, followClusters } from './capacity/followed-clusters.ts';
import { measureCluster } from './capacity/measure-cluster.ts';
import { outcomeOf } from './capacity/outcome-of.ts';
import { readVSwitches, type VpcReads } from './capacity/read-vswitches.ts';
import { endOrphans } from './capacity/tend-alerts.ts';
import { type AskedSource, sourceStatesOf, tendOutages } from './capacity/tend-outages.ts';
import { createTurns } from './capacity/turns.ts';

/** The record of the sweep: which sources fail. Its job is one for all replicas, so that one of them measures. */
export const capacityRecordId = 'capacity';

/** Clusters whose curves are in memory at a time, once what they answered is there. */
const clustersAtOnce = 4;
/** Wire time after which a sweep that did not come back is looked for. */
const lostAfterMs = 30_000;

export interface CapacitySweep {
  handle: JobHandler;
  stop(): void;
}

/**
 * Measures every pool that nodes run for, keeps the curve and tends the alerts. The job puts itself back until the next
 * tick, so one sweep follows the other; a row in `due` finds it again when it was lost.
 */
export function createCapacitySweep(deps: CapacityDeps): CapacitySweep {
  const followed = followClusters(deps);
  const { clock, log, settings } = deps;
  return {
    async handle() {
      const nextMs = clock.after(settings.everyMs);
      try {
        await planCapacitySweep(deps, nextMs + lostAfterMs);
        await sweep(deps, followed);
      } catch (err) {
        log.warn({ err }, 'capacity could not be measured');
      }
      return { kind: 'later', delayMs: Math.max(1, nextMs - clock.now()) };
    },
    stop: followed.stop,
  };
}

/** When somebody must look whether the sweep still runs. */
export async function planCapacitySweep({ store }: { store: Store }, atMs: number): Promise<void> {
  await store.commit({ records: [], due: [{ id: capacityRecordId, atMs }] });
}

async function sweep(deps: CapacityDeps, followed: FollowedClusters): Promise<void> {
  const { store } = deps;
  const all = (await store.readMany(await store.readIndex(poolIndex))).map(poolOf);
  const pools = all.filter(isMeasured);
  const vpcs = readVSwitches(deps, pools);
  const inTurn = createTurns(clustersAtOnce);
  const clusters = Map.groupBy(pools, ({ clusterName }) => clusterName);
  const asked = await Promise.all([
    ...[...clusters].map(([clusterName, own]) =>
      sweepCluster(deps, { clusterName, pools: own, vpcs, followed, inTurn }),
    ),
    ...askedRegions(vpcs),
  ]);
  await endOrphans(deps, pools);
  const record = await store.read(capacityRecordId);
  const before = sourceStatesOf(record?.fields.sources);
  const after = await tendOutages(deps, { pools, asked, before });
  const text = JSON.stringify(after);
  if (text === JSON.stringify(before)) return;
  await store.commit({ records: [{ id: capacityRecordId, state: 'swept', set: { sources: text } }] });
}

/** Each cluster goes its own way from reading to alerts: one that does not answer holds up no other. */
async function sweepCluster(
  deps: CapacityDeps,
  given: {
    clusterName: string;
    pools: readonly Pool[];
    vpcs: VpcReads;
    followed: FollowedClusters;
    inTurn: ReturnType<typeof createTurns>;
  },
): Promise<AskedSource> {
  const { clusterName, pools, vpcs, followed, inTurn } = given;
  const source = { kind: 'cluster' as const, clusterName };
  const { value: picture, failure } = await outcomeOf(followed.read(clusterName));
  if (!picture) return { source, failure };
  const vpcIds = [...new Set(pools.map(({ vpcId }) => vpcId))];
  const read = await Promise.all(vpcIds.map(async (vpcId) => [vpcId, (await vpcs.get(vpcId))?.value ?? []] as const));
  try {
    await inTurn(() => measureCluster(deps, { pools, picture, vSwitches: new Map(read) }));
  } catch (err) {
    deps.log.warn({ cluster: clusterName, err }, 'the pools of a cluster could not be measured');
  }
  return { source, failure };
}

/** A region fails when one of its VPCs could not be read. */
function askedRegions(vpcs: VpcReads): Promise<AskedSource>[] {
  return [...vpcs.values()].map(async (read) => {
    const { regionId, failure } = await read;
    return { source: { kind: 'cloud' as const, regionId }, failure };
  });
}
