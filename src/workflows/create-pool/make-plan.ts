import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { CreatePlan, HashedPlan, PlannedZone } from '../../domain/create-plan.ts';
import { operationField } from '../../store/operation-record.ts';
import { cloudOf, clusterSettings, kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { computePlan } from './compute-plan.ts';
import { createRequestOf } from './create-request-of.ts';
import { approvedZones, demandApproved } from './demand-approved.ts';
import { type Reservations, readReservations, reservePlan } from './reservations.ts';

/**
 * Checks everything that can be checked and computes the plan, before anything changes. With `reserve` the CIDRs are
 * reserved in the same commit, on condition that nobody reserved anything in the VPC since they were chosen: two
 * plans in the same second never collide, the loser plans again.
 */
export function makePlanStep(deps: WorkflowDeps, options: { reserve: boolean }): Step {
  return {
    name: 'plan',
    title: 'Checks and plan',
    needs: [],
    ...(options.reserve ? { leadsOn: true as const } : {}),
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const { plan, reservations } = await planFor(deps, context, keptOf(context));
      if (options.reserve) demandApproved(context.operation, plan);
      const hashed = hashPlan(plan);
      const facts = { hash: hashed.hash, zones: plan.zones.map(({ zoneId, cidrBlock }) => `${zoneId} ${cidrBlock}`) };
      const set = { [operationField.plan]: JSON.stringify(hashed) };
      if (!options.reserve || !reservations) return done(facts, { set });
      return done(facts, { set, also: await reservePlan(deps.store, { plan, reservations }) });
    },
  };
}

/** The plan of what an operation asks for, with what others have reserved in its VPC. */
export async function planFor(
  deps: WorkflowDeps,
  { operation }: StepContext,
  earlier: PlannedZone[] | undefined,
): Promise<{ plan: CreatePlan; reservations: Reservations | undefined }> {
  const request = createRequestOf(operation);
  const settings = clusterSettings(deps, request.clusterName);
  const { poolId } = operation;
  let reservations: Reservations | undefined;
  const plan = await computePlan({
    settings: deps.settings,
    cluster: settings,
    cloud: cloudOf(deps, settings.name),
    kubernetes: kubernetesOf(deps, settings.name),
    accessChecks: deps.accessChecks,
    poolId,
    request,
    readReserved: async (vpcId) => {
      reservations = await readReservations(deps.store, { vpcId, poolId });
      return reservations.cidrsOfOthers;
    },
    earlier,
  });
  return { plan, reservations };
}

/** The plan with a hash over all of it but the warnings, which come and go. */
function hashPlan(plan: CreatePlan): HashedPlan {
  const { warnings: _warnings, ...hashed } = plan;
  return { plan, hash: `sha256:${createHash('sha256').update(canonicalJson(hashed)).digest('hex')}` };
}

/**
 * What an earlier plan chose, of this operation or the one that people approved: zones stay, and blocks stay as long as
 * nothing is in their way.
 */
function keptOf({ plan, operation }: StepContext): PlannedZone[] | undefined {
  return plan?.plan.zones ?? approvedZones(operation);
}
