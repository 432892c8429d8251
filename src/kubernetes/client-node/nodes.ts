import { z } from 'zod';
import type { Node } from '../kubernetes.ts';
import { type Caller, unlessAbsent } from './call.ts';
import { toObjectMeta, withMetadata } from './object-meta.ts';
import { allPages, pageSize } from './pages.ts';
import { parseAnswer } from './parse-answer.ts';

export async function listNodes(call: Caller, labelSelector: string): Promise<Node[]> {
  const found = await allPages((_continue) =>
    call({ verb: 'list', group: '', resource: 'nodes' }, ({ core }) =>
      core.listNode({ labelSelector, limit: pageSize, ...(_continue && { _continue }) }),
    ),
  );
  return found.map(toNode);
}

/** Only this one field, so that it is nobody's conflict; a merge patch never makes a node. */
export async function setUnschedulable(
  call: Caller,
  { nodeName, isUnschedulable }: { nodeName: string; isUnschedulable: boolean },
): Promise<void> {
  await unlessAbsent(
    call({ verb: 'patch', group: '', resource: 'nodes', name: nodeName }, ({ core, mergePatch }) =>
      core.patchNode({ name: nodeName, body: { spec: { unschedulable: isUnschedulable } } }, mergePatch),
    ),
  );
}

const node = withMetadata.extend({
  spec: z
    .object({
      providerID: z.string().optional(),
      unschedulable: z.boolean().optional(),
      taints: z.array(z.object({ key: z.string(), value: z.string().optional(), effect: z.string() })).optional(),
    })
    .optional(),
  status: z
    .object({
      allocatable: z.object({ pods: z.coerce.number().optional() }).optional(),
      addresses: z.array(z.object({ type: z.string(), address: z.string() })).optional(),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
            message: z.string().optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

export function toNode(answer: unknown): Node {
  const parsed = parseAnswer(node, answer);
  const conditions = (parsed.status?.conditions ?? []).map((condition) => ({
    type: condition.type,
    status: condition.status,
    reason: condition.reason ?? '',
    message: condition.message ?? '',
  }));
  const meta = toObjectMeta(parsed);
  return {
    ...meta,
    ready: conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
    zoneId: meta.labels['topology.kubernetes.io/zone'] ?? '',
    instanceId: instanceIdOf(parsed.spec?.providerID ?? ''),
    internalIp: parsed.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '',
    taints: (parsed.spec?.taints ?? []).map((taint) => ({ ...taint, value: taint.value ?? '' })),
    unschedulable: parsed.spec?.unschedulable ?? false,
    mostPods: parsed.status?.allocatable?.pods,
    conditions,
  };
}

/** ACK writes `<region>.<instance id>`; upstream cloud providers put slashes between. */
function instanceIdOf(providerId: string): string {
  return providerId.split(/[./]/).at(-1) ?? '';
}
