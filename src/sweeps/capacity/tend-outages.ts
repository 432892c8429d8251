import { z } from 'zod';
import { needsSource, type OutageAlert } from '../../domain/capacity/alert.ts';
import { nextOutage, nextSourceState, outageRecordId, type SourceState } from '../../domain/capacity/next-outage.ts';
import type { ErrorCode } from '../../domain/error-codes.ts';
import type { Pool } from '../../domain/pool.ts';
import { isOutageId, openAlertIndex, outageOf } from '../../store/alert-record.ts';
import type { CapacityDeps } from './capacity-deps.ts';
import { commitOutage } from './tend-alerts.ts';

/** A source that was asked in this sweep, and the code of what failed there. */
export interface AskedSource {
  source: OutageAlert['source'];
  failure: ErrorCode | undefined;
}

/** By the id of the source's alert; only what fails, or did until lately. */
export type SourceStates = Record<string, SourceState>;

export function sourceStatesOf(text: string | undefined): SourceStates {
  return statesSchema.parse(JSON.parse(text ?? '{}'));
}

const statesSchema = z.record(z.string(), z.object({ isFailing: z.boolean(), sinceMs: z.number() }));

/** Tells of a source that fails for the sustained time, as one alert for all its pools, and of its end. */
export async function tendOutages(
  deps: CapacityDeps,
  given: { pools: readonly Pool[]; asked: readonly AskedSource[]; before: SourceStates },
): Promise<SourceStates> {
  const { store, clock, settings } = deps;
  const nowMs = clock.now();
  const sources = Map.groupBy(given.asked, ({ source }) => outageRecordId(source));
  const open = await store.readIndex(openAlertIndex);
  await endUnasked(
    deps,
    open.filter((id) => isOutageId(id) && !sources.has(id)),
  );
  const after: SourceStates = {};
  for (const [id, [first, ...others]] of sources) {
    const failure = [first, ...others].find((one) => one?.failure)?.failure;
    if (!first || !(failure || given.before[id] || open.includes(id))) continue;
    const { source } = first;
    const record = await store.read(id);
    const alert = record && outageOf(record);
    const seen = nextSourceState(given.before[id], failure !== undefined, nowMs);
    const sustainMs = clock.delay(settings.sustainMs);
    const poolNames = given.pools.filter((pool) => needsSource(pool, source)).map(({ name }) => name);
    const code = failure ?? alert?.code ?? '';
    const next = nextOutage({ alert, source, seen, code, poolNames, nowMs, sustainMs });
    if (next) await commitOutage(deps, next);
    const isSettled = !seen.isFailing && (next ?? alert)?.state !== 'open';
    if (!isSettled) after[id] = seen;
  }
  return after;
}

/** A source that no pool needs any more is over. */
async function endUnasked(deps: CapacityDeps, ids: string[]): Promise<void> {
  const nowMs = deps.clock.now();
  for (const alert of (await deps.store.readMany(ids)).map(outageOf)) {
    const seen = { isFailing: false, sinceMs: nowMs };
    const next = nextOutage({ ...alert, alert, seen, nowMs, sustainMs: 0 });
    if (next) await commitOutage(deps, next);
  }
}
