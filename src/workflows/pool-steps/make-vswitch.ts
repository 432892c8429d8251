import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { VpcApi, VSwitch } from '../../cloud/cloud.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { isOurs, tagsWithMarker } from '../../domain/markers.ts';
import { vSwitchNameOf } from '../../domain/names.ts';
import { done, type Step, type StepContext, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { deleteVSwitch } from './delete-vswitch.ts';
import { cloudOf, clusterSettings } from './pool-target.ts';
import { isCandidate, type WantedVSwitch } from './wanted-vswitch.ts';

/**
 * Makes a vSwitch of a pool. The client token is stored before the call, so that a lost answer is asked for again
 * instead of making a second one; one vSwitch at a time per VPC, until it is Available.
 */
export function makeVSwitchStep(
  deps: WorkflowDeps,
  step: {
    zoneId: string;
    vpcId: string;
    needs: string[];
    wanted: (context: StepContext) => WantedVSwitch;
  },
): Step {
  const vpcOf = (context: StepContext) => cloudOf(deps, step.wanted(context).clusterName).vpc;
  return {
    name: `vswitch-${step.zoneId}`,
    title: `vSwitch in ${step.zoneId}`,
    needs: step.needs,
    lock: `vpc-${step.vpcId}`,
    deadlineMs: 15 * 60_000,
    async ensure(context) {
      const vpc = vpcOf(context);
      const wanted = step.wanted(context);
      const known = await knownVSwitchId(vpc, context, wanted);
      if (known === undefined) {
        const { vSwitchId } = await create(deps, context, wanted);
        await context.note({ vSwitchId });
        return waiting('the vSwitch to become Available', context.clock.now());
      }
      const read = await readBack(vpc, { wanted, vSwitchId: known });
      if (!read) return waiting('the vSwitch to become Available', context.startedAtMs);
      const { vSwitchId, cidrBlock, availableIpAddressCount: freeAddresses } = read;
      return done({ vSwitchId, cidrBlock, freeAddresses });
    },
    undo: (context) => deleteVSwitch(deps, { context, wanted: step.wanted(context), vpc: vpcOf(context) }),
  };
}

const notedTags = z.record(z.string(), z.string()).default({});

/** What we made already: noted, or found by marker. Two with our marker are for a person to sort out. */
async function knownVSwitchId(vpc: VpcApi, context: StepContext, wanted: WantedVSwitch): Promise<string | undefined> {
  const { vSwitchId } = context.notes;
  if (typeof vSwitchId === 'string') return vSwitchId;
  const found = (await vpc.listVSwitches(wanted.vpcId, 'fresh')).filter((one) => isCandidate(one, wanted));
  if (found.length <= 1) return found[0]?.vSwitchId;
  throw new NeedsHumanError({
    code: 'AMBIGUOUS',
    publicText: `Two vSwitches in ${wanted.zoneId} carry the marker of pool ${wanted.marker.poolName}: ${found.map((one) => one.vSwitchId).join(', ')}. Neither was touched. Delete the one that is not used, then retry.`,
  });
}

async function create(deps: WorkflowDeps, context: StepContext, wanted: WantedVSwitch): Promise<{ vSwitchId: string }> {
  const { vpcId, zoneId, cidrBlock, marker, clusterName } = wanted;
  const clientToken = tokenOf(context.operation.id, zoneId, cidrBlock);
  const noted = context.notes.clientToken === clientToken ? context.notes : undefined;
  // A repeat under the same token asks for the same thing, whatever the configuration says by now.
  const tags = noted ? notedTags.parse(noted.tags) : clusterSettings(deps, clusterName).tags;
  if (!noted) await context.note({ clientToken, cidrBlock, tags });
  await context.fence();
  return cloudOf(deps, clusterName).vpc.createVSwitch({
    vpcId,
    zoneId,
    cidrBlock,
    name: vSwitchNameOf(marker.poolName, zoneId),
    description: `Egress pool ${marker.poolName}. Managed by egress-pool.`,
    tags: tagsWithMarker(marker, tags),
    clientToken,
  });
}

/** The vSwitch once it is Available and as planned; undefined until then. */
async function readBack(
  vpc: VpcApi,
  { wanted, vSwitchId }: { wanted: WantedVSwitch; vSwitchId: string },
): Promise<VSwitch | undefined> {
  const polled = (await vpc.listVSwitches(wanted.vpcId, 'shared')).find((one) => one.vSwitchId === vSwitchId);
  if (polled?.status !== 'Available') return undefined;
  const read = await vpc.readVSwitch(vSwitchId);
  if (read?.status !== 'Available') return undefined;
  demandAsPlanned(read, wanted);
  return read;
}

function demandAsPlanned(read: VSwitch, wanted: WantedVSwitch): void {
  const { cidrBlock, zoneId, vpcId, marker } = wanted;
  const asPlanned = read.cidrBlock === cidrBlock && read.zoneId === zoneId && read.vpcId === vpcId;
  if (asPlanned && isOurs(read.tags, marker)) return;
  throw new NeedsHumanError({
    code: 'NOT_OURS',
    publicText: `vSwitch ${read.vSwitchId} is not as planned: ${read.cidrBlock} in ${read.zoneId} instead of ${cidrBlock} in ${zoneId}, or its tags were changed. Nothing was changed. Put it right or roll back.`,
  });
}

/** One token per logical attempt: the same for every repeat, another one when the plan chose another CIDR. */
function tokenOf(operationId: string, zoneId: string, cidrBlock: string): string {
  return createHash('sha256').update(`${operationId}/${zoneId}/${cidrBlock}`).digest('hex').slice(0, 40);
}
