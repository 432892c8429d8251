import type { VpcApi } from '../../cloud/cloud.ts';
import type { CreatePlan } from '../../domain/create-plan.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { isOurs } from '../../domain/markers.ts';
import { findWhitelistHolders } from '../pool-steps/find-whitelist-holders.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { markerOf, planOf } from './target.ts';

/** How long a vSwitch whose create call was never answered may take to show up in a list (domain time). */
const settleMs = 60_000;

/**
 * Takes the zone's vSwitch away again: only when no network interface is left in it and no whitelist of any visible
 * database holds its CIDR (DESIGN promise 10).
 */
export async function deleteVSwitch(
  deps: WorkflowDeps,
  request: { context: StepContext; zoneId: string; vpc: VpcApi },
): Promise<StepOutcome> {
  const { context, vpc } = request;
  const plan = planOf(context);
  const vSwitchId = await findOurs(vpc, request.context, request.zoneId);
  if (vSwitchId === 'unsettled') return waiting('the cloud to show whether the vSwitch was made', context.startedAtMs);
  if (vSwitchId === undefined) return done({ deleted: 'nothing was there' });
  const found = await vpc.readVSwitch(vSwitchId);
  if (!found) return done({ deleted: vSwitchId });
  if (found.status !== 'Available') return waiting('the vSwitch to be gone', context.startedAtMs);
  const interfaces = await cloudOf(deps, plan.clusterName).ecs.listNetworkInterfaces({ vSwitchId }, 'fresh');
  if (interfaces.length > 0) {
    return waiting(`${interfaces.length} network interfaces to leave ${vSwitchId}`, context.startedAtMs);
  }
  await demandNoWhitelist(deps, plan, found.cidrBlock);
  await context.fence();
  await vpc.deleteVSwitch(vSwitchId);
  return waiting('the vSwitch to be gone', context.clock.now());
}

async function findOurs(vpc: VpcApi, context: StepContext, zoneId: string): Promise<string | 'unsettled' | undefined> {
  const { vSwitchId, clientToken } = context.notes;
  if (typeof vSwitchId === 'string') return vSwitchId;
  if (clientToken === undefined) return undefined;
  const plan = planOf(context);
  const listed = await vpc.listVSwitches(plan.vpcId, 'fresh');
  const ours = listed.find((one) => one.zoneId === zoneId && isOurs(one.tags, markerOf(plan)));
  if (ours) return ours.vSwitchId;
  return context.clock.elapsed(context.startedAtMs) < settleMs ? 'unsettled' : undefined;
}

async function demandNoWhitelist(deps: WorkflowDeps, plan: CreatePlan, cidrBlock: string): Promise<void> {
  const holders = await findWhitelistHolders(deps, plan.regionId, cidrBlock);
  if (holders.length === 0) return;
  throw new NeedsHumanError({
    code: 'WHITELIST_HOLDS_CIDR',
    publicText: `${cidrBlock} still stands in ${holders.map(({ instanceId, group }) => `${instanceId} (group ${group})`).join(', ')}. Whoever gets these addresses next could reach the database, so the vSwitch stays. Take the entries out, then roll back again.`,
  });
}
