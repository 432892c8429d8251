import { actorId } from '../domain/actor.ts';
import type { Snooze } from '../domain/capacity/alert.ts';
import { behind } from '../notify/notify.ts';
import { alertChange } from '../store/alert-record.ts';
import type { UseCaseContext } from './context.ts';
import { readAlert } from './read-alert.ts';
import { type Refusal, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

/** Against sweeps that change the alert at the same moment. */
const mostTries = 3;

/**
 * Keeps an alert from calling anybody for so much domain time, or (`undefined`) until it is worse; for the pool's owner
 * and operators. It goes on being measured and shown. Throws STORE_UNAVAILABLE.
 */
export async function snoozeAlert(
  ctx: UseCaseContext,
  asked: { alertId: string; forMs: number | undefined },
): Promise<{ kind: 'accepted'; poolName: string; snooze: Snooze } | Refusal> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const answer = await trySnooze(ctx, asked);
    if (answer) return answer;
  }
  return refused('alert', 'it is changing just now; try again', '/egress-pool capacity');
}

async function trySnooze(ctx: UseCaseContext, { alertId, forMs }: Parameters<typeof snoozeAlert>[1]) {
  const { actor, clock, store, queues } = ctx;
  const found = await readAlert(store, alertId);
  if (found.kind !== 'found') return found;
  const { alert, pool } = found;
  const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, pool), what: `snooze alerts of "${pool.name}"` });
  if (refusal) return refusal;
  if (alert.state !== 'open') return refused('alert', 'this alert is over', `/egress-pool capacity ${pool.name}`);
  const atMs = clock.now();
  const untilMs = forMs === undefined ? undefined : clock.after(forMs, atMs);
  const by = actor.kind === 'slack-user' ? actor.userId : actorId(actor);
  const snooze: Snooze = { by, atMs, untilMs, level: alert.level };
  const told = behind(alertId, atMs);
  const result = await store.commit({
    records: [alertChange({ ...alert, snooze })],
    audit: [
      {
        what: 'capacity.alert-snoozed',
        subject: alertId,
        actor: actorId(actor),
        atMs,
        details: { pool: pool.name, level: alert.level, ...(untilMs === undefined ? {} : { untilMs }) },
      },
    ],
    due: [told],
  });
  if (!result.ok) return undefined;
  // What cannot be enqueued now is found by the due sweep.
  await queues.enqueue('slack', told.id).catch(() => undefined);
  return { kind: 'accepted' as const, poolName: pool.name, snooze };
}
