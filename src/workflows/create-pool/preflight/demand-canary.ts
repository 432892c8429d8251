import { TerminalError } from '../../../domain/errors.ts';
import type { Kubernetes } from '../../../kubernetes/kubernetes.ts';
import type { WorkflowSettings } from '../../workflow-deps.ts';

/** What canary pods run and where. Throws PLAN_INVALID when it is not configured, or its namespace does not exist. */
export async function demandCanary(
  { canary }: WorkflowSettings,
  kubernetes: Kubernetes,
): Promise<{ image: string; namespace: string }> {
  if (!canary) {
    throw new TerminalError({
      code: 'PLAN_INVALID',
      publicText:
        'The configuration names no canary image, and without a canary no pool can be proven. Set canary.image (any small image that your nodes can pull) and canary.namespace, then retry.',
    });
  }
  const { image, namespace } = canary;
  if (await kubernetes.namespaceExists(namespace)) return { image, namespace };
  throw new TerminalError({
    code: 'PLAN_INVALID',
    publicText: `The canary namespace "${namespace}" does not exist in the cluster. Create it (deploy/kubernetes/rbac.yaml does), then retry.`,
  });
}
