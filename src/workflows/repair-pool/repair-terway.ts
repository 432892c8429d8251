import { networkOf } from '../../domain/pool-network.ts';
import { restartTerway } from '../pool-steps/restart-terway.ts';
import { terwayDaemonSet } from '../pool-steps/terway-config-map.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { heldPool } from './repair-input.ts';

/** Terway on the pool's nodes has read the configuration as it is now. Running pods keep their addresses. */
export function repairTerwayStep(deps: WorkflowDeps, needs: string[]): Step {
  return {
    name: 'terway',
    title: 'Terway started again on the nodes',
    needs,
    deadlineMs: 60 * 60_000,
    async ensure(context) {
      const { pool, marker } = await heldPool(deps, context);
      if (networkOf(pool) !== 'terway') return done({ restarted: 0 });
      const { clusterName, configMapName } = pool;
      const outcome = await restartTerway(deps, context, {
        ...{ clusterName, configMapName, marker, daemonSetName: terwayDaemonSet },
      });
      return typeof outcome === 'number' ? done({ restarted: outcome }) : outcome;
    },
  };
}
