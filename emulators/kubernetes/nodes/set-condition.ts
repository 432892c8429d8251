import type { Cluster } from '../cluster.ts';
import { nodes } from '../resources.ts';
import type { Condition } from '../workload-manifests.ts';

/** Sets one condition of a node; its transition time moves only when the status does. */
export function setCondition(
  cluster: Cluster,
  o: { nodeName: string; type: string; status: string; reason: string; message: string },
): void {
  const now = cluster.store.timestamp();
  cluster.store.update(nodes, { name: o.nodeName }, (draft) => {
    draft.status.conditions = withCondition(draft.status.conditions, o, now);
  });
}

export function withCondition(
  conditions: Condition[],
  o: { type: string; status: string; reason: string; message: string },
  now: string,
): Condition[] {
  const before = conditions.find((one) => one.type === o.type);
  if (before?.status === o.status && (before.reason ?? '') === o.reason && (before.message ?? '') === o.message)
    return conditions;
  const lastTransitionTime = before?.status === o.status ? (before.lastTransitionTime ?? now) : now;
  const fresh: Condition = {
    type: o.type,
    status: o.status,
    ...(o.reason === '' ? {} : { reason: o.reason }),
    ...(o.message === '' ? {} : { message: o.message }),
    lastTransitionTime,
  };
  return [...conditions.filter((one) => one.type !== o.type), fresh];
}
