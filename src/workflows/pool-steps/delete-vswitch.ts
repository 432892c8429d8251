import type { VpcApi } from '../../cloud/cloud.ts';
import type { WhitelistHolder } from '../../domain/delete-plan.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { done, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { findWhitelistHolders } from './find-whitelist-holders.ts';
import { cloudOf } from './pool-target.ts';
import { isCandidate, type WantedVSwitch } from './wanted-vswitch.ts';

/** How long a vSwitch whose create call was never answered may take to show up in a list (domain time). */
const settleMs = 60_000;

/**
 * Takes a vSwitch of the pool away again: only when no network interface is left in it and no whitelist of any visible
 * database holds its CIDR (DESIGN promise 10).
 */
export async function deleteVSwitch(
  deps: WorkflowDeps,
  { context, wanted, vpc }: { context: StepContext; wanted: WantedVSwitch; vpc: VpcApi },
): Promise<StepOutcome> {
  const vSwitchId = await findOurs(vpc, context, wanted);
  if (vSwitchId === 'unsettled') return waiting('the cloud to show whether the vSwitch was made', context.startedAtMs);
  if (vSwitchId === undefined) return done({ deleted: 'nothing was there' });
  return deleteUnused(deps, { context, vpc, vSwitchId, ...wanted });
}

export interface UnusedVSwitch {
  context: StepContext;
  vpc: VpcApi;
  vSwitchId: string;
  clusterName: string;
  regionId: string;
  /** Entries that stay although they name the CIDR, since a person has said so. */
  mayStay?: (holder: WhitelistHolder) => boolean;
}

/** The same for a vSwitch whose id is known. */
export async function deleteUnused(deps: WorkflowDeps, request: UnusedVSwitch): Promise<StepOutcome> {
  const { context, vpc, vSwitchId, clusterName } = request;
  const found = await vpc.readVSwitch(vSwitchId);
  if (!found) return done({ deleted: vSwitchId });
  if (found.status !== 'Available') return waiting('the vSwitch to be gone', context.startedAtMs);
  const interfaces = await cloudOf(deps, clusterName).ecs.listNetworkInterfaces({ vSwitchId }, 'fresh');
  if (interfaces.length > 0) {
    return waiting(`${interfaces.length} network interfaces to leave ${vSwitchId}`, context.startedAtMs);
  }
  await demandNoWhitelist(deps, request, found.cidrBlock);
  await context.fence();
  await vpc.deleteVSwitch(vSwitchId);
  return waiting('the vSwitch to be gone', context.clock.now());
}

async function findOurs(
  vpc: VpcApi,
  context: StepContext,
  wanted: WantedVSwitch,
): Promise<string | 'unsettled' | undefined> {
  const { vSwitchId, clientToken } = context.notes;
  if (typeof vSwitchId === 'string') return vSwitchId;
  if (clientToken === undefined) return undefined;
  const ours = (await vpc.listVSwitches(wanted.vpcId, 'fresh')).find((one) => isCandidate(one, wanted));
  if (ours) return ours.vSwitchId;
  return context.clock.elapsed(context.startedAtMs) < settleMs ? 'unsettled' : undefined;
}

async function demandNoWhitelist(
  deps: WorkflowDeps,
  { regionId, mayStay = () => false }: UnusedVSwitch,
  cidrBlock: string,
): Promise<void> {
  const found = await findWhitelistHolders(deps, { regionId, cidrBlocks: [cidrBlock] });
  const holders = found.filter((one) => !mayStay(one));
  if (holders.length === 0) return;
  throw new NeedsHumanError({
    code: 'WHITELIST_HOLDS_CIDR',
    publicText: `${cidrBlock} still stands in ${holders.map(({ instanceId, group }) => `${instanceId} (group ${group})`).join(', ')}. Whoever gets these addresses next could reach the database, so the vSwitch stays. Take the entries out, then try again.`,
  });
}
