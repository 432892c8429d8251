import { z } from 'zod';
import { poolTaintKey, terwayConfigLabel } from '../../domain/markers.ts';
import type { PodPlace } from '../kubernetes.ts';

const pod = z.object({
  spec: z.object({
    nodeName: z.string().optional(),
    hostNetwork: z.boolean().optional(),
    nodeSelector: z.record(z.string(), z.string()).optional(),
    tolerations: z.array(z.object({ key: z.string().optional(), operator: z.string().optional() })).optional(),
  }),
  status: z.object({ podIP: z.string().optional() }).optional(),
});

/** What is kept of a pod; undefined for one that no node of a pool would take, which are most pods of a cluster. */
export function placeOf(object: unknown): PodPlace | undefined {
  const parsed = pod.safeParse(object);
  if (!parsed.success) return undefined;
  const { spec, status } = parsed.data;
  const configMapName = spec.nodeSelector?.[terwayConfigLabel];
  const tolerates = (spec.tolerations ?? []).some(({ key, operator }) =>
    key ? key === poolTaintKey : operator === 'Exists',
  );
  if (configMapName === undefined && !tolerates) return undefined;
  return {
    nodeName: spec.nodeName || undefined,
    address: spec.hostNetwork ? 'host' : status?.podIP ? 'own' : 'waiting',
    configMapName,
  };
}
