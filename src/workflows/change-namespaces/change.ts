import { NeedsHumanError } from '../../domain/errors.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { letsMoreIn, namespacesAfter } from '../../domain/namespace-change.ts';
import { freezeOf, freezeRecordId } from '../../store/access-records.ts';
import { again } from '../grant-steps/rounds.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { changedCommit } from './changed-commit.ts';
import { checkApprovals } from './check-approvals.ts';
import { giveBack, giveBackOrSay, givenBack, holdPool, isHeld } from './hold-pool.ts';
import { podsStillRunning } from './pods-still-running.ts';
import { type ChangeSubject, readChange, stopChange } from './read-change.ts';
import { restoreGuard, writeGuard } from './write-guard.ts';

/**
 * Holds the pool (ready -> changing), so that no access can be opened meanwhile; checks that everybody who has to has
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
    tidy: (context) => giveBackOrSay(deps, context),
    async undo(context) {
      if (context.facts(name)?.outcome === 'changed') await refuseWhileChanged(deps, context);
      await giveBack(deps, context);
      return done({});
    },
  };
}

async function change(deps: WorkflowDeps, context: StepContext): Promise<StepOutcome> {
  const before = await readChange(deps, context.operation);
  if (!isHeld(before.pool, context)) {
    if (before.pool.state !== 'ready') return waiting(`pool ${before.pool.name} to be ready`, context.startedAtMs);
    if (!(await holdPool(deps, context, before))) return waiting('another change of the pool', context.clock.now());
  }
  // From here on no access can be opened or changed: what is read now is what there is.
  const subject = await readChange(deps, context.operation);
  const { pool } = subject;
  const wanted = namespacesAfter(pool.namespaces, subject.change);
  demandNamespace(subject, wanted);
  const mayWrite = () => demandNotFrozen(deps, subject);
  await mayWrite();
  const approvals = await checkApprovals(deps, context, subject);
  if (approvals.kind === 'again') {
    // A try before this one may have let the new ones in already.
    await restoreGuard(deps, context, pool);
    return done({ outcome: again, because: approvals.because }, { also: { records: [givenBack(subject)] } });
  }
  const enforced = (await writeGuard(deps, context, { pool, namespaces: wanted, mayWrite })) === 'enforced';
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

/** What everybody has agreed to is not taken back by a roll back, which would only seem to do so. */
async function refuseWhileChanged(deps: WorkflowDeps, { operation }: StepContext): Promise<void> {
  const { pool, change: asked } = await readChange(deps, operation);
  const wrong = {
    remove: asked.add.filter((one) => pool.namespaces.includes(one)),
    add: asked.remove.filter((one) => !pool.namespaces.includes(one)),
  };
  const words = [...wrong.add.map((one) => `+${one}`), ...wrong.remove.map((one) => `-${one}`)];
  if (words.length === 0) return;
  throw new NeedsHumanError({
    code: 'CHANGE_REFUSED',
    publicText: `Pool ${pool.name} is for ${pool.namespaces.join(', ')} already, and a roll back does not take that back. Change it with /egress-pool namespaces ${pool.name} ${words.join(' ')}, then retry.`,
  });
}

function demandNamespace({ pool, grants }: ChangeSubject, wanted: string[]): void {
  if (grants.length === 0 || wanted.length > 0) return;
  throw stopChange(
    `Databases are open to pool ${pool.name} by now, so it must keep a namespace: ${namesOf(grants)}. Nothing was changed.`,
  );
}

async function demandNotFrozen(deps: WorkflowDeps, { pool, change: asked, grants }: ChangeSubject): Promise<void> {
  if (grants.length === 0 || !letsMoreIn(pool.namespaces, asked)) return;
  const freeze = freezeOf(await deps.store.read(freezeRecordId));
  if (!freeze) return;
  throw stopChange(
    `An operator has frozen database access (${freeze.reason}), so nobody more is let in. Retry once it is lifted.`,
  );
}

function namesOf(grants: Grant[]): string {
  return grants.map(({ instanceId }) => instanceId).join(', ');
}
