import type { VSwitch } from '../cloud/cloud.ts';
import { readMarker } from '../domain/markers.ts';
import { behind } from '../notify/notify.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { lostPoolsChange, lostPoolsOf, lostPoolsRecordId } from '../store/lost-pools-record.ts';
import type { Store } from '../store/store.ts';

interface Deps {
  store: Store;
  clock: Clock;
  log: Logger;
  installation: string;
}

/**
 * Notes pools of which vSwitches carry our marker and the store knows nothing, as when Redis was started without its
 * data, and has people told. A pool is in the store before it has a vSwitch, and stays there when it is gone.
 * Where not all could be read, what was noted before stays until the store knows it.
 */
export async function noteLostPools(
  deps: Deps,
  { vSwitches, isWhole }: { vSwitches: readonly VSwitch[]; isWhole: boolean },
): Promise<void> {
  const { store, clock, log, installation } = deps;
  const record = await store.read(lostPoolsRecordId);
  const before = lostPoolsOf(record);
  const marked = vSwitches.flatMap(({ tags }) => readMarker(tags, installation) ?? []);
  const noted = isWhole ? [] : (before?.pools ?? []);
  const names = new Map([
    ...noted.map(({ id, name }) => [id, name] as const),
    ...marked.map(({ poolId, poolName }) => [poolId, poolName] as const),
  ]);
  const known = new Set((await store.readMany([...names.keys()])).map(({ id }) => id));
  const pools = [...names].flatMap(([id, name]) => (known.has(id) ? [] : [{ id, name }]));
  if (pools.length > 0) log.warn({ pools }, 'pools stand in the cloud that the store does not know: run `reconcile`');
  if (idsOf(before?.pools ?? []) === idsOf(pools)) return;
  const nowMs = clock.now();
  const foundAtMs = before && before.goneAtMs === undefined ? before.foundAtMs : nowMs;
  const lost = { pools, foundAtMs, goneAtMs: pools.length === 0 ? nowMs : undefined };
  await store.commit({ records: [lostPoolsChange(lost, record)], due: [behind(lostPoolsRecordId, nowMs)] });
}

function idsOf(pools: readonly { id: string }[]): string {
  return pools
    .map(({ id }) => id)
    .sort()
    .join();
}
