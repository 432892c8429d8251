import { recordedGrant } from '../../domain/cluster-record.ts';
import { isKnownError } from '../../domain/errors.ts';
import { desiredAfterRemove } from '../../domain/grants/desired-entries.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { entriesWithout, entrySet } from '../../domain/grants/whitelist-entries.ts';
import { operationIdFrom } from '../../domain/names.ts';
import { behind } from '../../notify/notify.ts';
import { grantChange } from '../../store/access-records.ts';
import { untilItWorks } from '../end-grant/never-failing.ts';
import { takeOut } from '../end-grant/remove.ts';
import type { PlanSubject } from '../grant-steps/compute-grant-plan.ts';
import { askedAgain, type NextRound } from '../grant-steps/next-round.ts';
import { type GroupToEmpty, readOurGroups } from '../grant-steps/our-entries.ts';
import { recordGrants } from '../grant-steps/record-grants.ts';
import { again } from '../grant-steps/rounds.ts';
import { done, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** A request with a grant whose whitelists may have some of it already. */
export type HalfWritten = PlanSubject & { grant: Grant };

/** Domain time for which the lock is held when it does not work; then others have their turn. */
const patienceMs = 30 * 60_000;

export function isHalfWritten(subject: PlanSubject): subject is HalfWritten {
  const { grant, request } = subject;
  return grant?.state === 'applying' && grant.pendingRequestId === request.id;
}

/**
 * Under the lock, when the approvals behind a revision hold no more: what it added is taken out of every whitelist again
 * and read back, the grant is in force as before, and people are asked once more. A grant that was never in force is
 * ended. It has no failed exit.
 */
export async function takeBack(
  deps: WorkflowDeps,
  context: StepContext,
  subject: HalfWritten & { next: NextRound },
): Promise<StepOutcome> {
  const outcome = await untilItWorks(context, async () => {
    try {
      return await (subject.grant.inForce ? putBack(deps, context, subject) : end(deps, subject));
    } catch (error) {
      if (isKnownError(error) && error.code === 'CLOUD_BUSY') return done({ outcome: again });
      throw error;
    }
  });
  const isLong = context.clock.elapsed(context.startedAtMs) > patienceMs;
  return outcome.kind === 'waiting' && isLong ? done({ outcome: again }) : outcome;
}

async function end(deps: WorkflowDeps, { request, grant, next }: HalfWritten & { next: NextRound }) {
  await deps.endGrant({
    grantId: grant.id,
    by: { kind: 'system', name: 'worker' },
    cause: next.lapsed ? 'those who approved it may not any more' : 'it is not any more what was approved',
    operationId: operationIdFrom(`${request.id}.${request.round}.taken-back`),
  });
  return done({ outcome: 'taken-back' });
}

async function putBack(
  deps: WorkflowDeps,
  context: StepContext,
  subject: HalfWritten & { next: NextRound },
): Promise<StepOutcome> {
  const { request, grant, pool, next } = subject;
  const held = await readAdded(deps, subject);
  if (held.length > 0) {
    await takeOut(deps, context, { regionId: grant.regionId, held });
    if ((await readAdded(deps, subject)).length > 0) {
      return waiting('the whitelists to read back without what is taken back', context.startedAtMs);
    }
  }
  const cleanSinceMs = held.length === 0 ? context.notes.cleanSinceMs : undefined;
  if (typeof cleanSinceMs !== 'number') await context.note({ cleanSinceMs: context.clock.now() });
  if (typeof cleanSinceMs !== 'number' || context.clock.now() < cleanSinceMs + deps.settings.lateWriteMs) {
    return waiting('late writes to be impossible', context.startedAtMs);
  }
  const before: Grant = { ...grant, ...grant.beforeRevision, state: 'active', beforeRevision: undefined };
  const recorded = before.inForce && recordedGrant(before, before.inForce);
  await recordGrants(deps, { pool, about: { grantId: grant.id, recorded }, fence: context.fence });
  const nowMs = context.clock.now();
  const asked = askedAgain(deps, request, next);
  const { round, difference } = asked.next;
  const details = { pool: grant.poolName, instance: grant.instanceId, request: request.id, lists: before.lastWritten };
  return done(
    { outcome: 'taken-back', round, difference },
    {
      also: {
        records: [grantChange(before), ...asked.also.records],
        audit: [
          { what: 'grant.taken-back', subject: grant.id, actor: 'system:worker', atMs: nowMs, details },
          ...asked.also.audit,
        ],
        due: [{ id: grant.id, atMs: nowMs }, behind(grant.id, nowMs), ...asked.also.due],
      },
    },
  );
}

/** Our groups that hold what the revision was to add, with what is left of them without it. */
async function readAdded(deps: WorkflowDeps, { request, grant }: HalfWritten): Promise<GroupToEmpty[]> {
  const planned = request.plan ? [request.plan.plan.primary, ...request.plan.plan.replicas] : [];
  const addedTo = (id: string) => {
    const before = planned.find(({ instanceId }) => instanceId === id)?.entriesBefore ?? [];
    return [...entriesWithout(entrySet(grant.lastWritten[id] ?? []), entrySet(before))];
  };
  const groups = await readOurGroups(deps, grant, []);
  return groups
    .map((group) => ({ ...group, ...desiredAfterRemove(group.read, addedTo(group.instanceId)) }))
    .filter(({ isNeeded }) => isNeeded);
}
