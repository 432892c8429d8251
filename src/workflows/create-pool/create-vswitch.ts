import { createHash } from 'node:crypto';
import type { VpcApi, VSwitch } from '../../cloud/cloud.ts';
import type { CreatePlan } from '../../domain/create-plan.ts';
import { NeedsHumanError, TerminalError } from '../../domain/errors.ts';
import { isOurs, markerTags } from '../../domain/markers.ts';
import { vSwitchNameOf } from '../../domain/names.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { deleteVSwitch } from './delete-vswitch.ts';
import { markerOf, planOf } from './target.ts';

/**
 * Makes the pool's vSwitch in one zone. The client token is stored before the call, so that a lost answer is asked
 * for again instead of making a second one; one vSwitch at a time per VPC, until it is Available.
 */
export function createVSwitchStep(
  deps: WorkflowDeps,
  request: { zoneId: string; vpcId: string; needs: string[] },
): Step {
  const { zoneId } = request;
  const vpcOf = (context: StepContext) => cloudOf(deps, planOf(context).clusterName).vpc;
  return {
    name: `vswitch-${zoneId}`,
    title: `vSwitch in ${zoneId}`,
    needs: request.needs,
    lock: `vpc-${request.vpcId}`,
    deadlineMs: 15 * 60_000,
    async ensure(context) {
      const plan = planOf(context);
      const vpc = vpcOf(context);
      const known = await knownVSwitchId(vpc, context, zoneId);
      if (known === undefined) {
        const { vSwitchId } = await create(vpc, context, zoneId);
        await context.note({ vSwitchId });
        return waiting('the vSwitch to become Available', context.clock.now());
      }
      return readBack(vpc, { plan, zoneId, vSwitchId: known, context });
    },
    undo: (context) => deleteVSwitch(deps, { context, zoneId, vpc: vpcOf(context) }),
  };
}

/** What we made already: noted, or found by marker. Two with our marker are for a person to sort out. */
async function knownVSwitchId(vpc: VpcApi, context: StepContext, zoneId: string): Promise<string | undefined> {
  const { vSwitchId } = context.notes;
  if (typeof vSwitchId === 'string') return vSwitchId;
  const plan = planOf(context);
  const found = (await vpc.listVSwitches(plan.vpcId, 'fresh')).filter(
    (one) => one.zoneId === zoneId && isOurs(one.tags, markerOf(plan)),
  );
  if (found.length <= 1) return found[0]?.vSwitchId;
  throw new NeedsHumanError({
    code: 'AMBIGUOUS',
    publicText: `Two vSwitches in ${zoneId} carry the marker of pool ${plan.poolName}: ${found.map((one) => one.vSwitchId).join(', ')}. Neither was touched. Delete the one that is not used, then retry.`,
  });
}

async function create(vpc: VpcApi, context: StepContext, zoneId: string): Promise<{ vSwitchId: string }> {
  const plan = planOf(context);
  const zone = zoneOf(plan, zoneId);
  const clientToken = tokenOf(context.operation.id, zoneId, zone.cidrBlock);
  if (context.notes.clientToken !== clientToken) await context.note({ clientToken, cidrBlock: zone.cidrBlock });
  await context.fence();
  return vpc.createVSwitch({
    vpcId: plan.vpcId,
    zoneId,
    cidrBlock: zone.cidrBlock,
    name: vSwitchNameOf(plan.poolName, zoneId),
    description: `Pods of egress pool ${plan.poolName}. Managed by egress-pool.`,
    tags: markerTags(markerOf(plan)),
    clientToken,
  });
}

async function readBack(
  vpc: VpcApi,
  look: { plan: CreatePlan; zoneId: string; vSwitchId: string; context: StepContext },
): Promise<StepOutcome> {
  const { plan, zoneId, vSwitchId, context } = look;
  const polled = (await vpc.listVSwitches(plan.vpcId, 'shared')).find((one) => one.vSwitchId === vSwitchId);
  if (polled?.status !== 'Available') return waiting('the vSwitch to become Available', context.startedAtMs);
  const read = await vpc.readVSwitch(vSwitchId);
  if (read?.status !== 'Available') return waiting('the vSwitch to become Available', context.startedAtMs);
  demandAsPlanned(read, plan, zoneId);
  return done({ vSwitchId, cidrBlock: read.cidrBlock, freeAddresses: read.availableIpAddressCount });
}

function demandAsPlanned(read: VSwitch, plan: CreatePlan, zoneId: string): void {
  const zone = zoneOf(plan, zoneId);
  const asPlanned = read.cidrBlock === zone.cidrBlock && read.zoneId === zoneId && read.vpcId === plan.vpcId;
  if (asPlanned && isOurs(read.tags, markerOf(plan))) return;
  throw new NeedsHumanError({
    code: 'NOT_OURS',
    publicText: `vSwitch ${read.vSwitchId} is not as planned: ${read.cidrBlock} in ${read.zoneId} instead of ${zone.cidrBlock} in ${zoneId}, or its tags were changed. Nothing was changed. Put it right or roll back.`,
  });
}

function zoneOf(plan: CreatePlan, zoneId: string) {
  const zone = plan.zones.find((one) => one.zoneId === zoneId);
  if (zone) return zone;
  throw new TerminalError({ code: 'PLAN_INVALID', publicText: `The plan has no zone ${zoneId}.` });
}

/** One token per logical attempt: the same for every repeat, another one when the plan chose another CIDR. */
function tokenOf(operationId: string, zoneId: string, cidrBlock: string): string {
  return createHash('sha256').update(`${operationId}/${zoneId}/${cidrBlock}`).digest('hex').slice(0, 40);
}
