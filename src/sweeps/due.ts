import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { type Queues, queueOf } from '../queue/queue.ts';
import type { Store } from '../store/store.ts';
import { repeat } from './repeat.ts';

export interface DueSweepDeps {
  store: Store;
  queues: Queues;
  clock: Clock;
  log: Logger;
}

/** Ids looked at in one round; more wait for the next. */
const roundSize = 1_000;
/** Wire time between rounds. */
const everyMs = 2_000;

/** Enqueues whatever must be looked at by now: heals a death between commit and enqueue, a lost job and a failed one. */
export async function sweepDue({ store, queues, clock }: DueSweepDeps): Promise<number> {
  const ids = await store.readDue(clock.now(), roundSize);
  await Promise.all(ids.map((id) => queues.enqueue(queueOf(id), id)));
  return ids.length;
}

/** Sweeps every few seconds until stopped. Any number of processes may do it at once. */
export function startDueSweep(deps: DueSweepDeps): { stop(): void } {
  return repeat(() => sweepDue(deps), {
    everyMs,
    onError: (err) => deps.log.warn({ err }, 'due sweep failed'),
  });
}
