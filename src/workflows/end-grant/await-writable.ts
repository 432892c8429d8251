import { describeNotRunning } from '../grant-steps/await-running.ts';
import { readOurGroups } from '../grant-steps/our-entries.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { neverFailing } from './never-failing.ts';
import type { RemovalOf } from './remove.ts';

/** Waits, holding nothing, until every instance that still has our CIDRs takes writes. */
export function awaitWritableStep(
  deps: WorkflowDeps,
  { name, needs, removalOf }: { name: string; needs: string[]; removalOf: RemovalOf },
): Step {
  return neverFailing({
    name,
    title: 'Database running',
    needs,
    leadsOn: true,
    async ensure(context) {
      const grant = await removalOf(context.operation);
      const groups = await readOurGroups(deps, grant);
      const busy = describeNotRunning(groups.filter(({ isNeeded }) => isNeeded));
      if (busy.length > 0) return waiting(`${busy.join(' and ')} to be Running`, context.startedAtMs);
      return done({ instanceId: grant.instanceId });
    },
  });
}
