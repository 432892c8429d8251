import { isKnownError, RetryableError } from '../../domain/errors.ts';
import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { requestStateAt } from '../../domain/grants/request-states.ts';
import { closingCommit, freePair } from '../grant-steps/close-request.ts';
import { type ComputedGrantPlan, computeGrantPlan, type PlanSubject } from '../grant-steps/compute-grant-plan.ts';
import { isSameRound, plannedRound } from '../grant-steps/next-round.ts';
import { readSubject } from '../grant-steps/read-grant-documents.ts';
import { done, type StepContext, type StepOutcome, type Workflow, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** Computes what a request would do and opens its next round with it; writes nothing outside the store. */
export function planGrantWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'plan database access for',
    steps: () => [
      {
        name: 'plan',
        title: 'Access planned',
        needs: [],
        deadlineMs: 24 * 60 * 60_000,
        ensure: (context) => planRequest(deps, context),
      },
    ],
    atEnd: async () => ({}),
  };
}

async function planRequest(deps: WorkflowDeps, { operation, clock, startedAtMs }: StepContext): Promise<StepOutcome> {
  const subject = await readSubject(deps, operation);
  const { request, pool } = subject;
  if (requestStateAt(request, clock.now()) !== 'pending') return done({ outcome: 'closed', state: request.state });
  if (pool.state === 'changing') return waiting(`the change of pool ${pool.name}`, startedAtMs);
  const computed = await planOrReasons(deps, subject);
  if (Array.isArray(computed)) return refuse(deps, request, computed);
  if (isSameRound(request, computed)) return done({ outcome: 'same', round: request.round });
  const { next, also } = plannedRound(deps, request, computed);
  return done({ outcome: 'new-round', round: next.round, hash: computed.hashed.hash }, { also });
}

/** The plan, or why there can be none. What may pass by itself is thrown, so that it is tried again. */
async function planOrReasons(deps: WorkflowDeps, subject: PlanSubject): Promise<ComputedGrantPlan | string[]> {
  try {
    const computed = await computeGrantPlan(deps, subject);
    return computed.problems.length > 0 ? computed.problems : computed;
  } catch (error) {
    if (!isKnownError(error) || error instanceof RetryableError) throw error;
    return [error.publicText];
  }
}

/** Refused at once: nobody is asked about what could not be applied. */
async function refuse(deps: WorkflowDeps, request: AccessRequest, reasons: string[]): Promise<StepOutcome> {
  const text = reasons.map((reason) => reason.replace(/\.$/, '')).join('; ');
  const closing = closingCommit(deps, request, { state: 'denied', by: 'policy', text });
  const isFirst = (await deps.store.read(request.grantId)) === undefined;
  const pair = isFirst ? await freePair(deps, { ...request, id: request.grantId }) : undefined;
  return done(
    { outcome: 'refused', reasons },
    { also: { ...closing, records: [...closing.records, ...(pair ? [pair] : [])] } },
  );
}
