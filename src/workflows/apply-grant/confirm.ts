import { z } from 'zod';
import { TerminalError } from '../../domain/errors.ts';
import { compareGroup } from '../../domain/grants/compare-group.ts';
import { ourGroup } from '../../domain/grants/whitelist-group.ts';
import { rdsOf } from '../grant-steps/read-databases.ts';
import { readSubject } from '../grant-steps/read-grant-documents.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

const writeFacts = z.object({ appliedAtMs: z.number() });

/**
 * Reads the lists once more when no write of a worker that lost its place can still take effect. By then the grant may
 * have changed again; only as long as it is as this operation left it there is something to compare.
 */
export function confirmStep(deps: WorkflowDeps, request: { needs: [string] }): Step {
  const [write] = request.needs;
  return {
    name: 'confirm',
    title: 'Whitelist looked at once more',
    needs: request.needs,
    deadlineMs: 24 * 60 * 60_000,
    async ensure(context) {
      const { appliedAtMs } = writeFacts.parse(context.facts(write));
      if (context.clock.now() < appliedAtMs + deps.settings.lateWriteMs) {
        return waiting('late writes to be impossible', appliedAtMs);
      }
      const { grant } = await readSubject(deps, context.operation);
      if (grant?.state !== 'active' || grant.operationId !== context.operation.id) return done({ outcome: 'moved-on' });
      const rds = rdsOf(deps, grant.regionId);
      const found = await Promise.all(
        (grant.inForce?.instances ?? []).map(async ({ instanceId, networkType }) => {
          const groups = await rds.listWhitelistGroups(instanceId);
          const read = ourGroup(groups, { name: grant.groupName, networkType })?.entries ?? [];
          return { instanceId, comparison: compareGroup(read, grant.lastWritten[instanceId] ?? []) };
        }),
      );
      const changed = found.filter(({ comparison }) => comparison.kind === 'differs').map((one) => one.instanceId);
      if (changed.length === 0) return done({ outcome: 'confirmed' });
      throw new TerminalError({
        code: 'GRANT_REFUSED',
        publicText: `The access was written and read back, but our group on ${changed.join(', ')} was changed right after. Nothing more was written. Ask a DBA who changed it.`,
      });
    },
  };
}
