import { z } from 'zod';
import type { Operation } from '../../domain/operation.ts';
import { poolOf } from '../../store/pool-record.ts';
import { liveGrantsOf } from '../grant-consents/live-grants.ts';
import { narrowGrant } from '../grant-steps/narrow-grant.ts';
import { cidrsOf } from '../grant-steps/our-entries.ts';
import { whitelistLock } from '../grant-steps/whitelist-lock.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { resizePlanOf } from './target.ts';

const admitting = z.object({ grants: z.array(z.object({ grantId: z.string(), instanceId: z.string() })) });
const name = 'admitting';

/**
 * Takes what leaves out of the whitelist of every database that admits it; that needs nobody's approval. Which they are
 * is looked up when nothing has these addresses any more, since access may have been opened meanwhile.
 */
export function narrowGrantsSteps(deps: WorkflowDeps, operation: Operation, request: { needs: string[] }): Step[] {
  const facts = operation.steps.find((step) => step.name === name)?.record.facts;
  const grants = facts ? admitting.parse(facts).grants : [];
  return [
    listAdmittingStep(deps, request),
    ...grants.map(({ grantId, instanceId }) => narrowStep(deps, { grantId, instanceId })),
  ];
}

function listAdmittingStep(deps: WorkflowDeps, request: { needs: string[] }): Step {
  return {
    name,
    title: 'Databases that admit what leaves',
    needs: request.needs,
    leadsOn: true,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const cidrs = resizePlanOf(context).removed.map(({ cidrBlock }) => cidrBlock);
      const live = await liveGrantsOf(deps, context.operation.poolId);
      const holding = live.filter((grant) => cidrsOf(grant).some((cidr) => cidrs.includes(cidr)));
      return done({ grants: holding.map(({ id, instanceId }) => ({ grantId: id, instanceId })) });
    },
  };
}

function narrowStep(deps: WorkflowDeps, { grantId, instanceId }: { grantId: string; instanceId: string }): Step {
  return {
    name: `narrow-${grantId}`,
    title: `Taken out of the whitelist of ${instanceId}`,
    needs: [name],
    lock: whitelistLock(instanceId),
    deadlineMs: 24 * 60 * 60_000,
    async ensure(context) {
      const record = await deps.store.read(context.operation.poolId);
      if (!record) return done({});
      const cidrs = resizePlanOf(context).removed.map(({ cidrBlock }) => cidrBlock);
      return narrowGrant(deps, context, { grantId, pool: poolOf(record), cidrs });
    },
  };
}
