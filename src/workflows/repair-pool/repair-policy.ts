import { namespaceGuard } from '../../domain/namespace-guard.ts';
import { applyGuard } from '../pool-steps/apply-guard.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { heldPool } from './repair-input.ts';

/** The cluster keeps out again whom it kept out before: everybody but the namespaces that the store has. */
export function repairPolicyStep(deps: WorkflowDeps, needs: string[]): Step {
  return {
    name: 'policy',
    title: 'Admission policy put back',
    needs,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const { pool, marker } = await heldPool(deps, context);
      const canaryNamespace = deps.settings.canary?.namespace ?? '';
      const outcome = await applyGuard(kubernetesOf(deps, pool.clusterName), {
        ...{ guard: namespaceGuard({ ...pool, canaryNamespace }), marker, fence: context.fence, takesBack: true },
      });
      return done({ outcome });
    },
  };
}
