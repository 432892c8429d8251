import { z } from 'zod';
import { poolTaintKey } from '../../domain/markers.ts';
import { selectorIn } from '../../domain/pool-network.ts';
import { workloadOf } from '../../domain/workload-of.ts';
import type { PodPlace } from '../kubernetes.ts';
import { words } from './object-meta.ts';

const pod = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
    labels: words.optional(),
    annotations: words.optional(),
    ownerReferences: z
      .array(z.object({ kind: z.string(), name: z.string(), controller: z.boolean().optional() }))
      .optional(),
  }),
  spec: z.object({
    nodeName: z.string().optional(),
    hostNetwork: z.boolean().optional(),
    nodeSelector: z.record(z.string(), z.string()).optional(),
    tolerations: z
      .array(z.object({ key: z.string().optional(), operator: z.string().optional(), effect: z.string().optional() }))
      .optional(),
  }),
  status: z.object({ podIP: z.string().optional() }).optional(),
});

/** What is kept of a pod; undefined for one that no node of a pool would take, which are most pods of a cluster. */
export function placeOf(object: unknown): PodPlace | undefined {
  const parsed = pod.safeParse(object);
  if (!parsed.success) return undefined;
  const { metadata, spec, status } = parsed.data;
  const asksFor = selectorIn(spec.nodeSelector);
  const tolerations = spec.tolerations ?? [];
  const isBlanket = tolerations.some(({ key, operator, effect }) => !key && operator === 'Exists' && !effect);
  const tolerates = tolerations.some(({ key, operator }) => (key ? key === poolTaintKey : operator === 'Exists'));
  if (asksFor === undefined && !tolerates) return undefined;
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    workload: workloadOf(controllerOf(metadata), metadata.labels ?? {}),
    nodeName: spec.nodeName || undefined,
    address: spec.hostNetwork ? 'host' : status?.podIP ? 'own' : 'waiting',
    asksFor,
    isBlanket,
    otherNetwork: otherNetworkOf(metadata.annotations ?? {}),
  };
}

/** A pod's own network comes before its node's (terway.md 2.1). */
function otherNetworkOf(annotations: Readonly<Record<string, string>>): string | undefined {
  const networking = annotations['k8s.aliyun.com/pod-networking'];
  if (networking) return `PodNetworking ${networking}`;
  return ['k8s.aliyun.com/pod-networks', 'k8s.aliyun.com/pod-networks-request'].find((key) => annotations[key]);
}

function controllerOf({ ownerReferences = [] }: z.infer<typeof pod>['metadata']) {
  return ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0];
}
