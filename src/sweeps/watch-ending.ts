import type { Grant } from '../domain/grants/grant.ts';
import { operationIdFrom } from '../domain/names.ts';
import { isActive } from '../domain/operation.ts';
import { behind } from '../notify/notify.ts';
import { grantChange } from '../store/access-records.ts';
import { operationOf } from '../store/operation-record.ts';
import { type GrantTenderDeps, grantTenderActor } from './grant-tender-deps.ts';

/** Domain time after which an ending is late, and between being loud about it. */
const overdueAfterMs = 15 * 60_000;
/** Domain time between looks whether the operation that ends it still runs. */
const lookEveryMs = 60_000;

/**
 * Makes sure that a grant which ends does end: begins again when its operation does not run any more, and is loud
 * when it takes too long, again and again. Answers when to look next.
 */
export async function watchEnding(deps: GrantTenderDeps, grant: Grant): Promise<number> {
  const { store, clock } = deps;
  const record = grant.operationId === undefined ? undefined : await store.read(grant.operationId);
  const operation = record && operationOf(record);
  if (operation?.kind !== 'end-grant' || !isActive(operation.state)) {
    const operationId = operationIdFrom(`end of ${grant.id} again after ${grant.operationId} at ${grant.rev}`);
    await deps.endAgain({ grant, by: grantTenderActor, operationId });
    return clock.after(lookEveryMs);
  }
  const beganAtMs = operation.createdAtMs;
  if (clock.elapsed(grant.overdueSinceMs ?? beganAtMs) < overdueAfterMs) return clock.after(lookEveryMs);
  if (grant.state === 'overdue' && clock.elapsed(grant.lastNoticeAtMs ?? 0) < overdueAfterMs)
    return clock.after(lookEveryMs);
  await beLoud(deps, grant, beganAtMs);
  return clock.after(lookEveryMs);
}

async function beLoud({ store, clock, log }: GrantTenderDeps, grant: Grant, beganAtMs: number): Promise<void> {
  const nowMs = clock.now();
  const { id, poolName, instanceId, operationId } = grant;
  const about = { grant: id, pool: poolName, instance: instanceId, operation: operationId, beganAtMs };
  log.error(about, 'a grant that was to end still stands in a whitelist');
  await store.commit({
    records: [
      grantChange({ ...grant, state: 'overdue', overdueSinceMs: grant.overdueSinceMs ?? nowMs, lastNoticeAtMs: nowMs }),
    ],
    audit: [{ what: 'grant.overdue', subject: id, actor: 'system:grants', atMs: nowMs, details: about }],
    due: [{ id, atMs: clock.after(lookEveryMs, nowMs) }, behind(id, nowMs)],
  });
}
