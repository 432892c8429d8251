import type { Taint, Toleration } from '../workload-manifests.ts';

/** Whether one of the tolerations lets a pod onto (or stay on) a node with the taint. */
export function tolerates(tolerations: Toleration[] | undefined, taint: Taint): boolean {
  return (tolerations ?? []).some((one) => {
    if (one.effect !== undefined && one.effect !== '' && one.effect !== taint.effect) return false;
    if (one.key === undefined || one.key === '') return one.operator === 'Exists';
    if (one.key !== taint.key) return false;
    return one.operator === 'Exists' || (one.value ?? '') === (taint.value ?? '');
  });
}

export function untolerated(tolerations: Toleration[] | undefined, taints: Taint[] | undefined): Taint | undefined {
  return (taints ?? []).find(
    (taint) => (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') && !tolerates(tolerations, taint),
  );
}
