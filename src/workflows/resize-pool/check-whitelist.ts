import { NeedsHumanError } from '../../domain/errors.ts';
import { compareGroup } from '../../domain/grants/compare-group.ts';
import { poolOf } from '../../store/pool-record.ts';
import { narrowGrant } from '../grant-steps/narrow-grant.ts';
import { readOurGroups } from '../grant-steps/our-entries.ts';
import { readGrant } from '../grant-steps/read-grant-documents.ts';
import { whitelistLock } from '../grant-steps/whitelist-lock.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { resizePlanOf } from './target.ts';

/**
 * Before anybody is asked: our group reads as it was last written, since nothing can be added to one that somebody else
 * has changed. Rolling back takes the new CIDRs out again.
 */
export function checkWhitelistStep(
  deps: WorkflowDeps,
  request: { grantId: string; instanceId: string; needs: string[] },
): Step {
  const { grantId, instanceId } = request;
  return {
    name: `whitelist-${grantId}`,
    title: `Whitelist of ${instanceId}`,
    needs: request.needs,
    lock: whitelistLock(instanceId),
    deadlineMs: 60 * 60_000,
    async ensure(context) {
      const grant = await readGrant(deps, grantId);
      if (!grant || (grant.state !== 'active' && grant.state !== 'applying')) return done({ outcome: 'has ended' });
      if (grant.state === 'applying') return waiting(`what is being written to ${instanceId}`, context.startedAtMs);
      const groups = await readOurGroups(deps, grant);
      const changed = groups.filter(
        (group) => compareGroup(group.read, grant.lastWritten[group.instanceId] ?? []).kind === 'differs',
      );
      if (changed.length === 0) return done({ outcome: 'as we wrote it' });
      throw new NeedsHumanError({
        code: 'CONSENT_REFUSED',
        publicText: `Our group ${grant.groupName} on ${changed.map((one) => one.instanceId).join(', ')} is not as we wrote it, so no address can be added to it. Have it repaired, or revoke that access, then retry.`,
      });
    },
    async undo(context) {
      const record = await deps.store.read(context.operation.poolId);
      if (!record) return done({});
      const cidrs = resizePlanOf(context).added.map(({ cidrBlock }) => cidrBlock);
      return narrowGrant(deps, context, { grantId, pool: poolOf(record), cidrs });
    },
  };
}
