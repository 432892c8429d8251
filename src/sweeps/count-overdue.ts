import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import { liveGrantIndex } from '../store/access-records.ts';
import type { Store } from '../store/store.ts';
import { repeat } from './repeat.ts';

/** Domain time between counts. */
const everyMs = 60_000;

/** Keeps the number of grants that should have ended and still stand in a whitelist, as a metric. */
export function countOverdueGrants(deps: { store: Store; clock: Clock; log: Logger; metrics: Metrics }): {
  stop(): void;
} {
  const { store, clock, log, metrics } = deps;
  const help = 'Grants that were to end and whose removal is not proven yet.';
  const overdue = metrics.gauge({ name: 'grants_overdue', help });
  const count = async () => {
    const live = await store.readMany(await store.readIndex(liveGrantIndex));
    overdue.set({}, live.filter(({ state }) => state === 'overdue').length);
  };
  return repeat(count, {
    everyMs: Math.max(1_000, clock.delay(everyMs)),
    onError: (err) => log.warn({ err }, 'overdue grants could not be counted'),
  });
}
