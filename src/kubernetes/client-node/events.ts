import { z } from 'zod';
import type { ClusterEvent } from '../kubernetes.ts';
import type { Caller } from './call.ts';
import { instantMs } from './object-meta.ts';
import { allPages, pageSize } from './pages.ts';
import { parseAnswer } from './parse-answer.ts';

export interface Involved {
  kind: string;
  name: string;
  namespace?: string | undefined;
}

/** Newest first. Events about cluster-wide objects live in the namespace `default`, so those are asked everywhere. */
export function listEvents(call: Caller, { kind, name, namespace }: Involved): Promise<ClusterEvent[]> {
  return list(call, { fieldSelector: `involvedObject.kind=${kind},involvedObject.name=${name}`, namespace });
}

/** Of one reason, everywhere, newest first. */
export function listEventsOf(call: Caller, reason: string): Promise<ClusterEvent[]> {
  return list(call, { fieldSelector: `reason=${reason}`, namespace: undefined });
}

async function list(
  call: Caller,
  { fieldSelector, namespace }: { fieldSelector: string; namespace: string | undefined },
): Promise<ClusterEvent[]> {
  const found = await allPages((_continue) =>
    call({ verb: 'list', group: '', resource: 'events', namespace }, ({ core }) => {
      const query = { fieldSelector, limit: pageSize, ...(_continue && { _continue }) };
      return namespace ? core.listNamespacedEvent({ namespace, ...query }) : core.listEventForAllNamespaces(query);
    }),
  );
  return found.map(toClusterEvent).sort((a, b) => b.lastSeenMs - a.lastSeenMs);
}

const event = z.object({
  metadata: z.object({ creationTimestamp: instantMs.nullish() }),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  type: z.string().nullish(),
  involvedObject: z.object({
    kind: z.string().optional(),
    namespace: z.string().optional(),
    name: z.string().optional(),
    uid: z.string().optional(),
  }),
  lastTimestamp: instantMs.nullish(),
  eventTime: instantMs.nullish(),
});

function toClusterEvent(answer: unknown): ClusterEvent {
  const parsed = parseAnswer(event, answer);
  const { kind, namespace, name, uid } = parsed.involvedObject;
  return {
    reason: parsed.reason ?? '',
    message: parsed.message ?? '',
    type: parsed.type ?? '',
    involved: { kind: kind ?? '', namespace, name: name ?? '', uid },
    lastSeenMs: parsed.lastTimestamp ?? parsed.eventTime ?? parsed.metadata.creationTimestamp ?? 0,
  };
}
