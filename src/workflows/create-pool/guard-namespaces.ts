import { RetryableError } from '../../domain/errors.ts';
import { isOurs, markerLabels } from '../../domain/markers.ts';
import { isSameGuard, namespaceGuard } from '../../domain/namespace-guard.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, type Step, type StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { createRequestOf } from './create-request-of.ts';
import { demandOurs } from './demand-ours.ts';
import { markerOf, planOf } from './target.ts';

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
      const guard = guardOf(context);
      const found = await kubernetes.readPodPolicy(guard.name);
      if (found) demandOurs(`admission policy ${guard.name}`, found.labels, markerOf(plan));
      const { namespaces } = createRequestOf(context.operation);
      if (found?.isBound && isSameGuard(found, guard)) return done({ enforced: true, namespaces });
      await context.fence();
      const outcome = await kubernetes.applyPodPolicy({ ...guard, labels: markerLabels(markerOf(plan)) });
      if (outcome === 'unsupported') return done({ enforced: false, namespaces });
      const read = await kubernetes.readPodPolicy(guard.name);
      if (read?.isBound && isSameGuard(read, guard)) return done({ enforced: true, namespaces });
      throw new RetryableError({
        code: 'CLUSTER_CONFLICT',
        publicText: `Admission policy ${guard.name} does not read back as it was written; somebody else may be changing it.`,
      });
    },
    async undo(context) {
      const plan = planOf(context);
      const kubernetes = kubernetesOf(deps, plan.clusterName);
      const { name } = guardOf(context);
      const found = await kubernetes.readPodPolicy(name);
      if (!found || !isOurs(found.labels, markerOf(plan))) return done({});
      await context.fence();
      await kubernetes.deletePodPolicy(name);
      return done({ deleted: name });
    },
  };
}

function guardOf(context: StepContext) {
  const { poolName, configMapName, canary } = planOf(context);
  const { namespaces } = createRequestOf(context.operation);
  return namespaceGuard({ name: poolName, configMapName, namespaces, canaryNamespace: canary.namespace });
}
