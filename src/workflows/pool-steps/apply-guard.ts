import { RetryableError } from '../../domain/errors.ts';
import { type Marker, markerLabels } from '../../domain/markers.ts';
import { isSameGuard, type NamespaceGuard } from '../../domain/namespace-guard.ts';
import type { Kubernetes } from '../../kubernetes/kubernetes.ts';
import { demandOurs } from './demand-ours.ts';

/**
 * Makes the cluster deny what the guard denies, and reads that back. `unsupported` where the cluster has no admission
 * policies: then the taint is all there is.
 */
export async function applyGuard(
  kubernetes: Kubernetes,
  wanted: { guard: NamespaceGuard; marker: Marker; fence: () => Promise<void>; takesBack?: boolean },
): Promise<'enforced' | 'unsupported'> {
  const { guard, marker, fence, takesBack = false } = wanted;
  const found = await kubernetes.readPodPolicy(guard.name);
  if (found) demandOurs(`admission policy ${guard.name}`, found.labels, marker);
  if (found?.isBound && isSameGuard(found, guard)) return 'enforced';
  await fence();
  const outcome = await kubernetes.applyPodPolicy({ ...guard, labels: markerLabels(marker) }, { takesBack });
  if (outcome === 'unsupported') return 'unsupported';
  const read = await kubernetes.readPodPolicy(guard.name);
  if (read?.isBound && isSameGuard(read, guard)) return 'enforced';
  throw new RetryableError({
    code: 'CLUSTER_CONFLICT',
    publicText: `Admission policy ${guard.name} does not read back as it was written; somebody else may be changing it.`,
  });
}
