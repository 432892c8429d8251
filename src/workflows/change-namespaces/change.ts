import type { Grant } from '../../domain/grants/grant.ts';
import { letsMoreIn, namespacesAfter } from '../../domain/namespace-change.ts';
import { namespaceGuard } from '../../domain/namespace-guard.ts';
import type { Pool } from '../../domain/pool.ts';
import { freezeOf, freezeRecordId } from '../../store/access-records.ts';
import { poolChange } from '../../store/pool-record.ts';
import type { RecordChange } from '../../store/store.ts';
import { again } from '../grant-steps/rounds.ts';
import { applyGuard } from '../pool-steps/apply-guard.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { changedCommit } from './changed-commit.ts';
import { checkApprovals } from './check-approvals.ts';
import { podsStillRunning } from './pods-still-running.ts';
import { type ChangeSubject, readChange, stopChange } from './read-change.ts';

/**
 * Takes the pool (ready -> changing), so that no access can be opened meanwhile; checks that everybody who has to has
 * approved exactly this; rewrites what keeps others out and reads it back; then the pool is ready with its new
 * namespaces, and the grants say so, in one commit.
 */
export function changeStep(deps: WorkflowDeps, { name, needs }: { name: string; needs: string[] }): Step {
  return {
    name,
    title: 'Namespaces changed',
    needs,
    leadsOn: true,
    deadlineMs: 30 * 60_000,
    ensure: (context) => change(deps, context),
    tidy: (context) => giveBack(deps, context),
    async undo(context) {
      const { pool } = await readChange(deps, context.operation);
      if (isTaken(pool, context) || context.facts(name) === undefined) await guard(deps, context, pool);
      await giveBack(deps, context);
      return done({});
    },
  };
}

async function change(deps: WorkflowDeps, context: StepContext): Promise<StepOutcome> {
  const before = await readChange(deps, context.operation);
  if (!isTaken(before.pool, context)) {
    if (before.pool.state !== 'ready') return waiting(`pool ${before.pool.name} to be ready`, context.startedAtMs);
    if (!(await take(deps, context, before))) return waiting('another change of the pool', context.clock.now());
  }
  // From here on no access can be opened or changed: what is read now is what there is.
  const subject = await readChange(deps, context.operation);
  const { pool } = subject;
  const wanted = namespacesAfter(pool.namespaces, subject.change);
  await demandPossible(deps, subject, wanted);
  const approvals = await checkApprovals(deps, context, subject);
  if (approvals.kind === 'again') {
    // A try before this one may have let the new ones in already.
    await guard(deps, context, pool);
    return done({ outcome: again, because: approvals.because }, { also: { records: [givenBack(subject)] } });
  }
  const enforced = (await guard(deps, context, { ...pool, namespaces: wanted })) === 'enforced';
  const stillRunning = await podsStillRunning(deps, pool, subject.change.remove);
  return done(
    { outcome: 'changed', namespaces: wanted, enforced, stillRunning },
    {
      also: changedCommit(deps, {
        subject,
        wanted,
        enforced,
        approved: approvals.approved,
        operation: context.operation,
      }),
    },
  );
}

function isTaken({ state, operationId }: Pool, { operation }: StepContext): boolean {
  return state === 'changing' && operationId === operation.id;
}

async function take(deps: WorkflowDeps, context: StepContext, { pool, poolRev }: ChangeSubject): Promise<boolean> {
  await context.fence();
  const taken: Pool = { ...pool, state: 'changing', operationId: context.operation.id };
  const result = await deps.store.commit({ records: [poolChange(taken, { states: ['ready'], rev: poolRev })] });
  return result.ok;
}

/** Leaves the pool as it was; only its last operation is another one. */
async function giveBack(deps: WorkflowDeps, context: StepContext): Promise<void> {
  const subject = await readChange(deps, context.operation);
  if (isTaken(subject.pool, context)) await deps.store.commit({ records: [givenBack(subject)] });
}

function givenBack({ pool, poolRev }: ChangeSubject): RecordChange {
  return poolChange({ ...pool, state: 'ready' }, { states: ['changing'], rev: poolRev });
}

async function demandPossible(
  deps: WorkflowDeps,
  { pool, change: asked, grants }: ChangeSubject,
  wanted: string[],
): Promise<void> {
  if (grants.length === 0) return;
  if (wanted.length === 0) {
    throw stopChange(
      `Databases are open to pool ${pool.name} by now, so it must keep a namespace: ${namesOf(grants)}. Nothing was changed.`,
    );
  }
  const freeze = letsMoreIn(pool.namespaces, asked) ? freezeOf(await deps.store.read(freezeRecordId)) : undefined;
  if (!freeze) return;
  throw stopChange(
    `An operator has frozen database access (${freeze.reason}), so nobody more is let in. Retry once it is lifted.`,
  );
}

function namesOf(grants: Grant[]): string {
  return grants.map(({ instanceId }) => instanceId).join(', ');
}

async function guard(deps: WorkflowDeps, context: StepContext, pool: Pool): Promise<'enforced' | 'unsupported'> {
  const { canary, installation } = deps.settings;
  if (!canary) {
    throw stopChange('The configuration names no namespace for canary pods. Set canary.namespace, then retry.');
  }
  return applyGuard(kubernetesOf(deps, pool.clusterName), {
    guard: namespaceGuard({ ...pool, canaryNamespace: canary.namespace }),
    marker: { installation, poolId: pool.id, poolName: pool.name },
    fence: context.fence,
  });
}
