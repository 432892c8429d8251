import { canonicalJson } from '../../domain/canonical-json.ts';
import { RetryableError } from '../../domain/errors.ts';
import { isOurs, type Marker } from '../../domain/markers.ts';
import type { ConfigMapToApply, Kubernetes } from '../../kubernetes/kubernetes.ts';
import { demandOurs } from './demand-ours.ts';

/** Writes a ConfigMap of ours unless it is so already, and reads it back; never one that carries another marker. */
export async function putConfigMap(
  kubernetes: Kubernetes,
  {
    wanted,
    marker,
    fence,
    takesBack = false,
  }: { wanted: ConfigMapToApply; marker: Marker; fence: () => Promise<void>; takesBack?: boolean },
): Promise<void> {
  const { namespace, name } = wanted;
  const found = await kubernetes.readConfigMap(namespace, name);
  if (found) demandOurs(`ConfigMap ${namespace}/${name}`, found.labels, marker);
  if (found && canonicalJson(found.data) === canonicalJson(wanted.data)) return;
  await fence();
  await kubernetes.applyConfigMap(wanted, { takesBack });
  const read = await kubernetes.readConfigMap(namespace, name);
  if (read && isOurs(read.labels, marker) && canonicalJson(read.data) === canonicalJson(wanted.data)) return;
  throw new RetryableError({
    code: 'CLUSTER_CONFLICT',
    publicText: `ConfigMap ${name} does not read back as it was written; somebody else may be changing it.`,
  });
}
