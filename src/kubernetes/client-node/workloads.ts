import { z } from 'zod';
import type { DaemonSet, Pod, Toleration, WorkloadRef } from '../kubernetes.ts';
import { type Caller, unlessAbsent } from './call.ts';
import { toObjectMeta, withMetadata, words } from './object-meta.ts';
import { allPages, pageSize } from './pages.ts';
import { parseAnswer } from './parse-answer.ts';
import { listPods } from './pods.ts';

type Kind = 'Deployment' | 'StatefulSet' | 'DaemonSet';

/** Pods that the selector finds and that the workload owns; a Deployment owns them through its ReplicaSets. */
export async function listWorkloadPods(call: Caller, workload: WorkloadRef): Promise<Pod[] | undefined> {
  const found = await findWorkload(call, workload);
  if (!found) return undefined;
  const pods = await listPods(call, { namespace: workload.namespace, labelSelector: found.selector });
  return pods.filter(({ owner }) => owner && isOwner(owner, { kind: found.kind, name: workload.name }));
}

function isOwner(owner: { kind: string; name: string }, workload: { kind: Kind; name: string }): boolean {
  if (workload.kind !== 'Deployment') return owner.kind === workload.kind && owner.name === workload.name;
  return owner.kind === 'ReplicaSet' && owner.name.replace(/-[^-]+$/, '') === workload.name;
}

async function findWorkload(
  call: Caller,
  { namespace, name }: WorkloadRef,
): Promise<{ kind: Kind; selector: string } | undefined> {
  const at = { verb: 'get', group: 'apps', namespace, name };
  const deployment = await unlessAbsent(
    call({ ...at, resource: 'deployments' }, ({ apps }) => apps.readNamespacedDeployment({ namespace, name })),
  );
  if (deployment) return { kind: 'Deployment', selector: selectorOf(deployment) };
  const statefulSet = await unlessAbsent(
    call({ ...at, resource: 'statefulsets' }, ({ apps }) => apps.readNamespacedStatefulSet({ namespace, name })),
  );
  if (statefulSet) return { kind: 'StatefulSet', selector: selectorOf(statefulSet) };
  const daemonSet = await unlessAbsent(
    call({ ...at, resource: 'daemonsets' }, ({ apps }) => apps.readNamespacedDaemonSet({ namespace, name })),
  );
  return daemonSet && { kind: 'DaemonSet', selector: selectorOf(daemonSet) };
}

const expression = z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).optional() });
const withSelector = z.object({
  spec: z.object({ selector: z.object({ matchLabels: words, matchExpressions: z.array(expression).optional() }) }),
});

function selectorOf(answer: unknown): string {
  const { matchLabels, matchExpressions } = parseAnswer(withSelector, answer).spec.selector;
  const equal = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  return [...equal, ...(matchExpressions ?? []).map(toTerm)].join(',');
}

function toTerm({ key, operator, values = [] }: z.infer<typeof expression>): string {
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
}

export async function listDaemonSets(call: Caller): Promise<DaemonSet[]> {
  const found = await allPages((_continue) =>
    call({ verb: 'list', group: 'apps', resource: 'daemonsets' }, ({ apps }) =>
      apps.listDaemonSetForAllNamespaces({ limit: pageSize, ...(_continue && { _continue }) }),
    ),
  );
  return found.map(toDaemonSet);
}

const toleration = z.object({
  key: z.string().optional(),
  operator: z.string().optional(),
  value: z.string().optional(),
  effect: z.string().optional(),
});

const daemonSet = withMetadata.extend({
  spec: z.object({
    template: z.object({
      spec: z.object({
        hostNetwork: z.boolean().optional(),
        nodeSelector: words,
        tolerations: z.array(toleration).optional(),
        containers: z.array(z.object({ image: z.string().optional() })),
      }),
    }),
  }),
  status: z.object({ numberAvailable: z.number().optional() }).optional(),
});

function toDaemonSet(answer: unknown): DaemonSet {
  const parsed = parseAnswer(daemonSet, answer);
  const { spec } = parsed.spec.template;
  return {
    ...toObjectMeta(parsed),
    hostNetwork: spec.hostNetwork ?? false,
    tolerations: (spec.tolerations ?? []).map(
      ({ key, operator, value, effect }): Toleration => ({
        key,
        operator,
        value,
        effect,
      }),
    ),
    nodeSelector: spec.nodeSelector,
    image: spec.containers[0]?.image ?? '',
    availableNodes: parsed.status?.numberAvailable ?? 0,
  };
}
