import { NeedsHumanError } from '../../domain/errors.ts';
import { compareGroup } from '../../domain/grants/compare-group.ts';
import { readOurGroups } from '../grant-steps/our-entries.ts';
import { readGrant } from '../grant-steps/read-grant-documents.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/**
 * Before anybody is asked: our group reads as it was last written, since nothing can be added to one that somebody else
 * has changed. It only reads, and so holds nothing: what is being written meanwhile needs the lock.
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
    deadlineMs: 60 * 60_000,
    async ensure(context) {
      const grant = await readGrant(deps, grantId);
      // One that is being written is looked at by whoever writes it, and waited for by those who ask its approvers.
      if (grant?.state !== 'active')
        return done({ outcome: grant?.state === 'applying' ? 'is changing' : 'has ended' });
      const groups = await readOurGroups(deps, grant);
      const changed = groups.filter(
        (group) => compareGroup(group.read, grant.lastWritten[group.instanceId] ?? []).kind === 'differs',
      );
      if (changed.length === 0) return done({ outcome: 'as we wrote it' });
      if ((await readGrant(deps, grantId))?.rev !== grant.rev) {
        return waiting(`what is being written to ${instanceId}`, context.startedAtMs);
      }
      throw new NeedsHumanError({
        code: 'GRANT_REFUSED',
        publicText: `Our group ${grant.groupName} on ${changed.map((one) => one.instanceId).join(', ')} is not as we wrote it, so no address can be added to it. Have it repaired, or revoke that access, then retry.`,
      });
    },
  };
}
