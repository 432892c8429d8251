import { notRunning } from '../grant-steps/await-running.ts';
import { confirmationAsked } from '../grant-steps/confirmation-asked.ts';
import { rdsOf } from '../grant-steps/read-databases.ts';
import { readSubject, whyClosed } from '../grant-steps/read-grant-documents.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** Longer than any grant: how long to wait is decided by the grant's end. */
const deadlineMs = 400 * 24 * 60 * 60_000;

/**
 * Waits for the pool to be through with a change and for the primary and its read-only instances to run, holding nothing,
 * for as long as the approval stands; then asks whether those who approved still may, as late as possible.
 */
export function awaitRunningStep(deps: WorkflowDeps, { name, needs }: { name: string; needs: string[] }): Step {
  return {
    name,
    title: 'Database running',
    needs,
    leadsOn: true,
    deadlineMs,
    async ensure(context) {
      const { request, pool } = await readSubject(deps, context.operation);
      const { instanceId, regionId } = request;
      // What stands against it is said by the step that checks.
      if (whyClosed(request, context.clock.now()) !== undefined) return done({ instanceId });
      if (pool.state === 'changing') return waiting(`the change of pool ${pool.name}`, context.startedAtMs);
      const detail = await rdsOf(deps, regionId).readInstance(instanceId);
      const instanceIds = [instanceId, ...(detail?.replicaInstanceIds ?? [])];
      const waitingFor = await notRunning(deps, { regionId, instanceIds });
      if (waitingFor.length > 0) return waiting(`${waitingFor.join(' and ')} to be Running`, context.startedAtMs);
      return done({ instanceId }, { also: confirmationAsked(context, [request]) });
    },
  };
}
