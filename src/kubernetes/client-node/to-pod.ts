import { z } from 'zod';
import type { Pod } from '../kubernetes.ts';
import { parseProbeResult } from './connection-probe.ts';
import { instantMs, toObjectMeta, withMetadata } from './object-meta.ts';
import { parseAnswer } from './parse-answer.ts';

const stopped = z.object({ reason: z.string().optional(), message: z.string().optional() });
const containerStatus = z.object({
  state: z.object({ waiting: stopped.optional(), terminated: stopped.optional() }).optional(),
});

const pod = withMetadata.extend({
  spec: z
    .object({
      nodeName: z.string().optional(),
      hostNetwork: z.boolean().optional(),
      nodeSelector: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  status: z
    .object({
      phase: z.string().optional(),
      podIP: z.string().optional(),
      hostIP: z.string().optional(),
      startTime: instantMs.optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
      conditions: z.array(stopped.extend({ type: z.string(), status: z.string() })).optional(),
      initContainerStatuses: z.array(containerStatus).optional(),
      containerStatuses: z.array(containerStatus).optional(),
    })
    .optional(),
});

type ParsedPod = z.infer<typeof pod>;

export function toPod(answer: unknown): Pod {
  const parsed = parseAnswer(pod, answer);
  const owners = parsed.metadata.ownerReferences ?? [];
  const owner = owners.find(({ controller }) => controller) ?? owners[0];
  return {
    ...toObjectMeta(parsed),
    phase: parsed.status?.phase ?? '',
    ready: (parsed.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True'),
    nodeName: parsed.spec?.nodeName || undefined,
    podIp: parsed.status?.podIP || undefined,
    nodeIp: parsed.status?.hostIP || undefined,
    hostNetwork: parsed.spec?.hostNetwork ?? false,
    problem: findProblem(parsed.status),
    startedAtMs: parsed.status?.startTime,
    connection: parseProbeResult(parsed.status?.containerStatuses?.[0]?.state?.terminated?.message),
    owner: owner && { kind: owner.kind, name: owner.name },
    nodeSelector: parsed.spec?.nodeSelector ?? {},
  };
}

/** Reasons that only say that things take their course. */
const ordinary = ['ContainerCreating', 'PodInitializing', 'Completed'];

function findProblem(status: ParsedPod['status']): Pod['problem'] {
  if (!status) return undefined;
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const states = containers.flatMap(({ state }) => [state?.waiting, state?.terminated]);
  const unscheduled = status.conditions?.find((one) => one.type === 'PodScheduled' && one.status === 'False');
  const found = [...states, status, unscheduled].find((one) => one?.reason && !ordinary.includes(one.reason));
  return found && { reason: found.reason ?? '', message: found.message ?? '' };
}
