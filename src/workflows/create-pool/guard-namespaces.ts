import { namespaceGuard } from '../../domain/namespace-guard.ts';
import { applyGuard } from '../pool-steps/apply-guard.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { removeGuard } from '../pool-steps/remove-guard.ts';
import { done, type Step, type StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { createRequestOf } from './create-request-of.ts';
import { markerOf, planOf, selectedPoolOf } from './target.ts';

/**
 * Keeps pods of other namespaces from naming the pool, where the cluster has admission policies; elsewhere the taint is
 * all there is, and the facts say so.
 */
export function guardNamespacesStep(deps: WorkflowDeps, request: { needs: string[] }): Step {
  return {
    name: 'namespaces',
    title: 'Namespaces guarded',
    needs: request.needs,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const plan = planOf(context);
      const kubernetes = kubernetesOf(deps, plan.clusterName);
      const { namespaces } = createRequestOf(context.operation);
      const outcome = await applyGuard(kubernetes, {
        guard: guardOf(context),
        marker: markerOf(plan),
        fence: context.fence,
      });
      return done({ enforced: outcome === 'enforced', namespaces });
    },
    undo(context) {
      const plan = planOf(context);
      const { name } = guardOf(context);
      return removeGuard(kubernetesOf(deps, plan.clusterName), context, { name, marker: markerOf(plan) });
    },
  };
}

function guardOf(context: StepContext) {
  const plan = planOf(context);
  const { namespaces } = createRequestOf(context.operation);
  return namespaceGuard({ ...selectedPoolOf(plan), namespaces, canaryNamespace: plan.canary.namespace });
}
