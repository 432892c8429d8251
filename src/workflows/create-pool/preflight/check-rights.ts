import { TerminalError } from '../../../domain/errors.ts';
import type { AccessCheck, Kubernetes } from '../../../kubernetes/kubernetes.ts';

/** Asks the cluster whether our identity may do everything that is needed. Throws CLUSTER_DENIED with what it lacks. */
export async function demandRights(kubernetes: Kubernetes, checks: AccessCheck[]): Promise<void> {
  const denied = await kubernetes.listDenied(checks);
  if (denied.length === 0) return;
  const list = denied.map(
    ({ verb, resource, namespace }) => `${verb} ${resource}${namespace ? ` in ${namespace}` : ''}`,
  );
  throw new TerminalError({
    code: 'CLUSTER_DENIED',
    publicText: `The Kubernetes identity of egress-pool may not: ${list.join(', ')}. Apply deploy/kubernetes/rbac.yaml, then retry.`,
  });
}
