import { matchesRequirement } from '../selectors.ts';
import type { KubeNode, PodSpec } from '../workload-manifests.ts';

/** nodeSelector and required node affinity; terms are alternatives, expressions within one all hold. */
export function matchesNode(spec: PodSpec, node: KubeNode): boolean {
  const labels = node.metadata.labels ?? {};
  const wanted = Object.entries(spec.nodeSelector ?? {});
  if (!wanted.every(([key, value]) => labels[key] === value)) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return true;
  return (required.nodeSelectorTerms ?? []).some(
    (term) =>
      (term.matchExpressions ?? []).every((one) => matchesRequirement(one, labels[one.key])) &&
      (term.matchFields ?? []).every((one) => matchesRequirement(one, node.metadata.name)),
  );
}
