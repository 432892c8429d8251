import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { TerminalError } from '../../domain/errors.ts';
import type { Pool } from '../../domain/pool.ts';
import { changesNothing, type ResizePlan } from '../../domain/resize-plan.ts';
import { poolChange } from '../../store/pool-record.ts';
import type { Commit } from '../../store/store.ts';
import { type Reservations, readReservations, reserveCidrs } from '../create-pool/reservations.ts';
import { liveGrantsOf } from '../grant-consents/live-grants.ts';
import { cloudOf, clusterSettings, kubernetesOf } from '../pool-steps/pool-target.ts';
import { readyPool } from '../pool-steps/ready-pool.ts';
import { done, type Step, type StepContext, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { computeResizePlan } from './compute-resize-plan.ts';
import { resizeInputOf } from './resize-input.ts';
import { resizePlanIn } from './target.ts';

/**
 * Checks everything that can be checked and computes the plan. With `claim` the new blocks are reserved and the pool is
 * this operation's to resize in the same commit; the pool stays ready, since databases may be opened to it meanwhile.
 */
export function makeResizePlanStep(deps: WorkflowDeps, options: { claim: boolean }): Step {
  return {
    name: 'plan',
    title: 'Checks and plan',
    needs: [],
    ...(options.claim ? { leadsOn: true as const } : {}),
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const found = await readyPool(deps, context, 'be resized');
      if (!found) return waiting('another change of the pool to end', context.startedAtMs);
      const { pool, rev } = found;
      const cluster = clusterSettings(deps, pool.clusterName);
      const input = resizeInputOf(context.operation);
      const earlier = resizePlanIn(context.operation);
      const reservations = await readReservations(deps.store, { vpcId: pool.vpcId, poolId: pool.id });
      const plan = await computeResizePlan({
        ...{ deps, cluster, pool },
        cloud: cloudOf(deps, pool.clusterName),
        kubernetes: kubernetesOf(deps, pool.clusterName),
        input,
        grants: await liveGrantsOf(deps, pool.id),
        readReserved: async () => reservations.cidrsOfOthers,
        earlier,
      });
      const hash = hashOf(plan);
      // What is planned once more after a failure counts on what was made meanwhile.
      if (earlier === undefined) demandAsShown(plan, { hash, shown: input.planHash });
      const facts = { plan, hash, poolRev: rev, ...(changesNothing(plan) ? { outcome: 'nothing has to change' } : {}) };
      if (!options.claim) return done(facts);
      return done(facts, { also: claimOf(context, { pool, rev, plan, reservations }) });
    },
  };
}

function claimOf(
  { operation }: StepContext,
  found: { pool: Pool; rev: number; plan: ResizePlan; reservations: Reservations },
): Partial<Commit> {
  const { pool, rev, plan, reservations } = found;
  const cidrs = plan.added.map(({ cidrBlock }) => cidrBlock);
  return {
    records: [
      ...(cidrs.length > 0 ? [reserveCidrs(reservations, { poolId: pool.id, cidrs })] : []),
      poolChange({ ...pool, changedBy: operation.id }, { states: ['ready'], rev }),
    ],
  };
}

/** Whoever confirmed a plan gets that one or none. */
function demandAsShown(plan: ResizePlan, { hash, shown }: { hash: string; shown: string | undefined }): void {
  if (shown === undefined || shown === hash) return;
  const { poolName, expectedPods } = plan;
  throw new TerminalError({
    code: 'PLAN_INVALID',
    publicText: `What it takes to resize pool ${poolName} is not what was shown any more, so nothing was done. Look at a new plan: /egress-pool resize ${poolName} --pods ${expectedPods.to} --dry-run`,
  });
}

/** Over all of it but who is admitted where, which is for those databases to say. */
function hashOf({ grants: _grants, ...plan }: ResizePlan): string {
  return `sha256:${createHash('sha256').update(canonicalJson(plan)).digest('hex')}`;
}
