import { z } from 'zod';
import type { DeletePlan } from '../../domain/delete-plan.ts';
import { TerminalError } from '../../domain/errors.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Pool } from '../../domain/pool.ts';
import { accessRequestOf } from '../../store/access-records.ts';
import { poolChange, poolOf } from '../../store/pool-record.ts';
import type { Commit } from '../../store/store.ts';
import { done, type Step, type StepContext, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { computeDeletePlan } from './compute-delete-plan.ts';
import { reviewBehind } from './review-behind.ts';
import { withdrawal } from './withdrawal.ts';

/**
 * Looks at everything that is to go and at what is in the way. With `claim` the pool is `deleting` in the same commit,
 * and whatever was asked for it and is not applied yet is withdrawn; before that nothing is changed.
 */
export function makeDeletePlanStep(deps: WorkflowDeps, options: { claim: boolean }): Step {
  return {
    name: 'plan',
    title: 'Checks and plan',
    needs: [],
    ...(options.claim ? { leadsOn: true as const } : {}),
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const found = await deletablePool(deps, context);
      if (!found) return waiting('another change of the pool to end', context.startedAtMs);
      const plan = await computeDeletePlan(deps, found.pool);
      if (!options.claim || found.pool.state === 'deleting') return done({ plan });
      if (isInUse(plan)) {
        await context.note({ inTheWay: plan.inTheWay });
        throw inUse(plan);
      }
      return done({ plan }, { also: await deletingCommit(deps, context, { ...found, plan }) });
    },
  };
}

interface Found {
  pool: Pool;
  rev: number;
}

/** Undefined while something else changes it, which takes a moment. */
async function deletablePool(deps: WorkflowDeps, { operation }: StepContext): Promise<Found | undefined> {
  const record = await deps.store.read(operation.poolId);
  const pool = record && poolOf(record);
  if (!record || !pool || pool.state === 'gone' || pool.state === 'creating') {
    const what = pool?.state === 'creating' ? 'is still being made; cancel that and roll it back' : 'is gone already';
    throw new TerminalError({ code: 'PLAN_INVALID', publicText: `Pool ${operation.poolName} ${what}.` });
  }
  if (pool.state === 'changing') return undefined;
  demandUnanswered(pool, operation);
  if (pool.changedBy === undefined || pool.changedBy === operation.id) return { pool, rev: record.rev };
  throw new TerminalError({
    code: 'PLAN_INVALID',
    publicText: `Another change of pool ${pool.name} is not finished: ${pool.changedBy}. Retry that one or roll it back first.`,
  });
}

const inputSchema = z.object({ unansweredSinceMs: z.number().optional() });

/** Begun because nobody said that the pool is needed: somebody may have, meanwhile. */
function demandUnanswered({ name, state, review }: Pool, { input }: Operation): void {
  const { unansweredSinceMs } = inputSchema.parse(input);
  if (unansweredSinceMs === undefined || state === 'deleting') return;
  if (review?.askedAtMs === unansweredSinceMs && review.keptBy === undefined) return;
  throw new TerminalError({ code: 'PLAN_INVALID', publicText: `Pool ${name} is kept: its owner has answered.` });
}

function isInUse({ inTheWay: { grants, pods } }: DeletePlan): boolean {
  return grants.length > 0 || pods.workloads.length > 0;
}

function inUse({ poolName, inTheWay: { grants, pods } }: DeletePlan): TerminalError {
  const workloads = pods.workloads.slice(0, 10).map((one) => `${one.namespace}/${one.name} (${one.pods})`);
  const more = pods.workloads.length - workloads.length;
  const instances = grants.map(({ instanceId }) => instanceId);
  const problems = [
    ...(instances.length > 0
      ? [`databases are open to it: ${instances.join(', ')} (/egress-pool revoke ${poolName} --all closes them)`]
      : []),
    ...(workloads.length > 0
      ? [
          `pods run on it: ${workloads.join(', ')}${more > 0 ? ` and ${more} more workloads` : ''}; move these workloads elsewhere or take them away`,
        ]
      : []),
  ];
  return new TerminalError({
    code: 'POOL_IN_USE',
    publicText: `Pool ${poolName} is in use: ${problems.join('; ')}. Nothing was changed.`,
  });
}

async function deletingCommit(
  deps: WorkflowDeps,
  { operation }: StepContext,
  { pool, rev, plan }: Found & { plan: DeletePlan },
): Promise<Partial<Commit>> {
  const requests = (await deps.store.readMany(plan.requestIds)).map(accessRequestOf);
  const open = requests.filter(({ state, outcome }) => !outcome && (state === 'pending' || state === 'approved'));
  const withdrawals = await Promise.all(open.map((request) => withdrawal(deps, request)));
  const deleting: Pool = { ...pool, state: 'deleting', changedBy: operation.id, operationId: operation.id };
  return {
    records: [
      poolChange(deleting, { states: ['ready', 'degraded'], rev }),
      ...withdrawals.flatMap((one) => one.records),
    ],
    audit: withdrawals.flatMap(({ audit = [] }) => audit),
    due: [...withdrawals.flatMap(({ due = [] }) => due), ...reviewBehind(pool, deps.clock.now())],
    removeFrom: withdrawals.flatMap(({ removeFrom = [] }) => removeFrom),
  };
}
