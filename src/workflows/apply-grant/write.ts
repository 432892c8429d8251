import { isKnownError, NeedsHumanError } from '../../domain/errors.ts';
import { compareGroup } from '../../domain/grants/compare-group.ts';
import { refusalOf } from '../../domain/grants/confirmation.ts';
import { isOver } from '../../domain/grants/grant-end.ts';
import type { PlannedInstance } from '../../domain/grants/grant-plan.ts';
import { ourGroup } from '../../domain/grants/whitelist-group.ts';
import { zonesOf } from '../../domain/pool.ts';
import { freezeOf, freezeRecordId } from '../../store/access-records.ts';
import { describeNotRunning } from '../grant-steps/await-running.ts';
import { type ComputedGrantPlan, computeGrantPlan, type PlanSubject } from '../grant-steps/compute-grant-plan.ts';
import { askedAgain, type NextRound } from '../grant-steps/next-round.ts';
import { rdsOf } from '../grant-steps/read-databases.ts';
import { readSubject, whyClosed } from '../grant-steps/read-grant-documents.ts';
import { recordGrants } from '../grant-steps/record-grants.ts';
import { refuseGrant } from '../grant-steps/refuse-grant.ts';
import { again } from '../grant-steps/rounds.ts';
import { whitelistLock } from '../grant-steps/whitelist-lock.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { appliedCommit } from './applied-commit.ts';
import { beginApplying, recordedAs } from './begin-applying.ts';
import { demandOpen, gateOf } from './gate.ts';
import { isHalfWritten, takeBack } from './take-back.ts';

/**
 * Under the lock: reads everything again, checks it against what was approved, records it, writes our group on every
 * instance and reads it back. When anything that the approvers saw has changed, or one of them may not any more, nothing
 * is written, what was written before is taken back, and people are asked again.
 */
export function writeStep(deps: WorkflowDeps, request: { name: string; needs: string[]; instanceId: string }): Step {
  return {
    name: request.name,
    title: 'Whitelist written',
    needs: request.needs,
    leadsOn: true,
    lock: whitelistLock(request.instanceId),
    deadlineMs: 60 * 60_000,
    async ensure(context) {
      try {
        return await apply(deps, context);
      } catch (error) {
        // It stopped running between the look and the write: wait for it without the lock.
        if (isKnownError(error) && error.code === 'CLOUD_BUSY') return done({ outcome: again });
        throw error;
      }
    },
    undo: (context) => refuseUndo(deps, context),
  };
}

/** What was let in goes by a revoke, which cannot fail; a roll-back that only seemed to take it back would mislead. */
async function refuseUndo(deps: WorkflowDeps, { operation }: StepContext): Promise<StepOutcome> {
  const { grant } = await readSubject(deps, operation);
  if (grant?.operationId !== operation.id || grant.state === 'ended') return done({});
  throw new NeedsHumanError({
    code: 'GRANT_REFUSED',
    publicText: `Some of it may be in the whitelist already. Take it out with /egress-pool revoke ${grant.poolName} ${grant.instanceId}, or retry.`,
  });
}

async function apply(deps: WorkflowDeps, context: StepContext): Promise<StepOutcome> {
  const subject = await readSubject(deps, context.operation);
  const lapsed = lapsedRound(deps, subject);
  if (lapsed) return askAgain(deps, context, { subject, next: lapsed });
  await demandOpen(deps, subject);
  if (subject.pool.state === 'changing') return done({ outcome: again, waitsFor: `pool ${subject.pool.name}` });
  const computed = await computeGrantPlan(deps, subject);
  const gate = gateOf(deps, { subject, computed });
  const isTakenBack = gate.kind === 'not-as-approved' && isHalfWritten(subject);
  if (computed.problems.length > 0 && !isTakenBack) throw refuseGrant(computed.problems, isHalfWritten(subject));
  const { databases } = computed.seen;
  const busy = describeNotRunning([databases.primary, ...databases.replicas].map(({ detail }) => detail));
  if (busy.length > 0) return done({ outcome: again, waitsFor: busy });
  if (gate.kind === 'unconfirmed') return done({ outcome: again });
  if (gate.kind === 'not-as-approved') return askAgain(deps, context, { subject, next: computed });

  const { pool } = subject;
  const recorded = recordedAs(subject, computed);
  const record = () =>
    recordGrants(deps, { pool, about: { grantId: subject.request.grantId, recorded }, fence: context.fence });
  await record();
  const grant = await beginApplying(deps, context, { subject, computed, isWritten: gate.isWritten });
  if (grant === 'unconfirmed') return done({ outcome: again });
  if (grant === 'changed') return waiting('a change of the request or the pool', context.clock.now());
  await record();
  await writeAll(deps, context, { subject, computed });
  if (!(await readsBack(deps, subject, computed))) {
    return waiting('the whitelists to read back as written', context.startedAtMs);
  }
  return done(
    {
      outcome: 'applied',
      instances: instancesOf(computed).map(({ instanceId, entriesAfter }) => ({ instanceId, entriesAfter })),
      appliedAtMs: context.clock.now(),
      provesFrom: zonesToProve(deps, subject),
    },
    { also: appliedCommit(deps, { grant, subject, computed }) },
  );
}

/** A longer end changes no whitelist, so there is nothing to prove. */
function zonesToProve({ settings }: WorkflowDeps, { request, pool }: PlanSubject): string[] {
  return settings.canary?.proveGrants && request.kind !== 'extension' ? zonesOf(pool) : [];
}

/** The next round about the same plan, while the request is open and the bot has refused to confirm this one. */
function lapsedRound({ clock }: WorkflowDeps, { request }: PlanSubject): NextRound | undefined {
  const { plan: hashed, rule } = request;
  const lapsed = refusalOf(request);
  if (!lapsed || !hashed || !rule || whyClosed(request, clock.now()) !== undefined) return undefined;
  return { hashed, rule, lapsed };
}

/** The request is pending again, and the decisions are void; what was written by them is taken back before. */
async function askAgain(
  deps: WorkflowDeps,
  context: StepContext,
  { subject, next }: { subject: PlanSubject; next: NextRound },
): Promise<StepOutcome> {
  if (isHalfWritten(subject)) return takeBack(deps, context, { ...subject, next });
  const asked = askedAgain(deps, subject.request, next);
  const { round, difference } = asked.next;
  return done({ outcome: 'new-round', round, difference }, { also: asked.also });
}

function instancesOf({ hashed }: ComputedGrantPlan): PlannedInstance[] {
  return [hashed.plan.primary, ...hashed.plan.replicas];
}

async function writeAll(
  deps: WorkflowDeps,
  context: StepContext,
  { subject, computed }: { subject: PlanSubject; computed: ComputedGrantPlan },
): Promise<void> {
  const rds = rdsOf(deps, subject.request.regionId);
  for (const { instanceId, group, entriesBefore, entriesAfter } of instancesOf(computed)) {
    if (compareGroup(entriesBefore, entriesAfter).kind === 'same') continue;
    await context.fence();
    await demandStillOpen(deps, subject);
    const { name, networkType } = group;
    await rds.coverWhitelistGroup({ instanceId, group: name, networkType, entries: [...entriesAfter] });
  }
}

/** Right before a write: an end that came or a freeze that was put on since the checks. */
async function demandStillOpen(deps: WorkflowDeps, subject: PlanSubject): Promise<void> {
  const record = await deps.store.read(freezeRecordId);
  if (freezeOf(record) || isOver(subject.request.approved?.endMs, deps.clock.now())) await demandOpen(deps, subject);
}

async function readsBack(deps: WorkflowDeps, { request }: PlanSubject, computed: ComputedGrantPlan): Promise<boolean> {
  const rds = rdsOf(deps, request.regionId);
  const same = await Promise.all(
    instancesOf(computed).map(async ({ instanceId, group, entriesAfter }) => {
      const groups = await rds.listWhitelistGroups(instanceId);
      return compareGroup(ourGroup(groups, group)?.entries ?? [], entriesAfter).kind === 'same';
    }),
  );
  return same.every(Boolean);
}
