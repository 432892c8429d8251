import { z } from 'zod';
import { policyVersion } from '../../domain/approvals/policy-version.ts';
import { isKnownError, RetryableError } from '../../domain/errors.ts';
import type { AccessRequest, RequestRule } from '../../domain/grants/access-request.ts';
import { requestStateAt } from '../../domain/grants/request-states.ts';
import { creationRule, newPoolHash } from '../../domain/new-pool.ts';
import type { Operation } from '../../domain/operation.ts';
import { accessRequestOf } from '../../store/access-records.ts';
import { freePoolName } from '../../store/pool-record.ts';
import { closingCommit } from '../grant-steps/close-request.ts';
import { roundCommit } from '../grant-steps/next-round.ts';
import { done, type Step, type StepContext, type StepOutcome } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { planFor } from './make-plan.ts';

const inputSchema = z.object({ requestId: z.string().optional() });

/** The request that a plan is made for; undefined for a dry run. */
export function requestIdIn({ input }: Operation): string | undefined {
  return inputSchema.parse(input).requestId;
}

/** Plans a pool that people are asked about, and opens the round in which they decide; reserves nothing. */
export function planNewPoolStep(deps: WorkflowDeps, requestId: string): Step {
  return {
    name: 'plan',
    title: 'Checks and plan',
    needs: [],
    deadlineMs: 24 * 60 * 60_000,
    ensure: (context) => planRequest(deps, context, requestId),
  };
}

async function planRequest(deps: WorkflowDeps, context: StepContext, requestId: string): Promise<StepOutcome> {
  const record = await deps.store.read(requestId);
  const request = record && accessRequestOf(record);
  if (!request?.newPool || requestStateAt(request, context.clock.now()) !== 'pending')
    return done({ outcome: 'closed' });
  const { asked } = request.newPool;
  const planned = await planOrReason(deps, context);
  if (typeof planned === 'string') return refuse(deps, request, planned);
  const { plan } = planned;
  const next: AccessRequest = {
    ...request,
    round: request.round + 1,
    newPool: { asked, planned: { plan, hash: newPoolHash(asked, plan) } },
    rule: ruleOf(deps),
    ...{ opened: undefined, decisions: [], lastReminderAtMs: undefined },
  };
  return done(
    { outcome: 'new-round', round: next.round, hash: next.newPool?.planned?.hash },
    { also: roundCommit(deps, next).also },
  );
}

function ruleOf({ settings }: WorkflowDeps): RequestRule {
  const because = 'approvals.create of the configuration says who decides about new pools';
  return { ...creationRule(settings.policy), because, policyVersion: policyVersion(settings.policy) };
}

/** The plan, or why there can be none. What may pass by itself is thrown, so that it is tried again. */
async function planOrReason(deps: WorkflowDeps, context: StepContext) {
  try {
    return await planFor(deps, context, undefined);
  } catch (error) {
    if (!isKnownError(error) || error instanceof RetryableError) throw error;
    return error.publicText;
  }
}

/** Nobody is asked about what could not be made; the name is free again. */
async function refuse(deps: WorkflowDeps, request: AccessRequest, text: string): Promise<StepOutcome> {
  const closing = closingCommit(deps, request, { state: 'denied', by: 'policy', text });
  const names = await freePoolName(deps.store, { name: request.poolName, poolId: request.poolId });
  return done({ outcome: 'refused', reason: text }, { also: { ...closing, records: [...closing.records, ...names] } });
}
