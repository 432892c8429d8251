import { createHash } from 'node:crypto';
import { z } from 'zod';
import { holderLine, type WhitelistHolder } from '../../domain/delete-plan.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { looksLikeOurs } from '../../domain/grants/whitelist-group.ts';
import type { Facts, Operation } from '../../domain/operation.ts';
import { findWhitelistHolders } from '../pool-steps/find-whitelist-holders.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { deletePlanOf } from './plan-of.ts';

const name = 'whitelists';
const notesSchema = z.looseObject({ confirmed: z.array(z.string()).default([]) });

/**
 * No group of any visible database admits the pool's addresses, in scope or not (DESIGN promise 10). One of ours that
 * does is in the way; any other as well, until a person has said that this very entry is to stay.
 */
export function checkWhitelistsStep(deps: WorkflowDeps, request: { needs: string[] }): Step {
  return {
    name,
    title: 'No whitelist admits its addresses',
    needs: request.needs,
    deadlineMs: 60 * 60_000,
    async ensure(context) {
      const holders = await findHolders(deps, context);
      const ours = holders.filter(({ group }) => looksLikeOurs(group));
      if (ours.length > 0) throw inOurGroups(deletePlanOf(context).poolName, ours);
      const mayStay = confirmedIn(context.notes);
      const open = holders.filter((one) => !mayStay(one));
      if (open.length === 0) return done({ stays: holders });
      await context.note({ asked: open, digest: digestOf(open) });
      throw inOtherGroups(open);
    },
  };
}

/** What a person has said may stay. */
export function mayStayIn(operation: Operation): (holder: WhitelistHolder) => boolean {
  return confirmedIn(operation.steps.find((step) => step.name === name)?.record.notes ?? {});
}

function confirmedIn(notes: Facts): (holder: WhitelistHolder) => boolean {
  const confirmed = new Set(notesSchema.parse(notes).confirmed);
  return (holder) => confirmed.has(holderLine(holder));
}

async function findHolders(deps: WorkflowDeps, context: StepContext): Promise<WhitelistHolder[]> {
  const { clusterName, vpcId, regionId, vSwitches } = deletePlanOf(context);
  const vpc = await cloudOf(deps, clusterName).vpc.readVpc(vpcId);
  const cidrBlocks = vSwitches.map(({ cidrBlock }) => cidrBlock);
  return findWhitelistHolders(deps, { regionId, cidrBlocks, vpcBlocks: vpc?.cidrBlocks ?? [] });
}

/** A button carries it, so that a click confirms what its message showed and nothing else. */
function digestOf(holders: WhitelistHolder[]): string {
  return createHash('sha256').update(holders.map(holderLine).join('\n')).digest('hex').slice(0, 8);
}

function inOurGroups(poolName: string, holders: WhitelistHolder[]): NeedsHumanError {
  const instances = [...new Set(holders.map(({ instanceId }) => instanceId))];
  return new NeedsHumanError({
    code: 'WHITELIST_HOLDS_CIDR',
    publicText: `Groups of egress-pool still admit addresses of this pool: ${inWords(holders)}. Whoever gets these addresses next could reach the database, so they stay the pool's. Take them out with /egress-pool revoke ${poolName} ${instances[0]}, or by hand where the group is another pool's, then retry.`,
  });
}

function inOtherGroups(holders: WhitelistHolder[]): NeedsHumanError {
  return new NeedsHumanError({
    code: 'WHITELIST_HOLDS_CIDR',
    publicText: `Groups that are not egress-pool's admit addresses of this pool: ${inWords(holders)}. Whoever gets these addresses next can reach the database. Have them taken out and retry; or an operator confirms that they stay.`,
  });
}

function inWords(holders: WhitelistHolder[]): string {
  const shown = holders
    .slice(0, 10)
    .map(({ instanceId, group, entry }) => `${entry} in group ${group} of ${instanceId}`);
  return holders.length > shown.length
    ? `${shown.join(', ')} and ${holders.length - shown.length} more`
    : shown.join(', ');
}
