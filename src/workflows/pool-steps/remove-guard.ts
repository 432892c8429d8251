import { isOurs, type Marker } from '../../domain/markers.ts';
import type { Kubernetes } from '../../kubernetes/kubernetes.ts';
import { done, type StepContext, type StepOutcome } from '../runner/workflow.ts';

/** Takes the pool's admission policy away, if it is there and carries our marker. */
export async function removeGuard(
  kubernetes: Kubernetes,
  context: StepContext,
  { name, marker }: { name: string; marker: Marker },
): Promise<StepOutcome> {
  const found = await kubernetes.readPodPolicy(name);
  if (!found || !isOurs(found.labels, marker)) return done({});
  await context.fence();
  await kubernetes.deletePodPolicy(name);
  return done({ deleted: name });
}
