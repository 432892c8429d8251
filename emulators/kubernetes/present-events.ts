import type { ApiAnswer } from './api-request.ts';
import { isJsonObject, type JsonObject } from './manifest.ts';

/** Under `events.k8s.io` the same events have other field names; lists and single ones are translated. */
export function presentEvents(path: string, answer: ApiAnswer): ApiAnswer {
  if (!path.startsWith('/apis/events.k8s.io/') || !isJsonObject(answer.body)) return answer;
  const { body } = answer;
  const apiVersion = 'events.k8s.io/v1';
  if (!Array.isArray(body.items))
    return body.kind === 'Event' ? { ...answer, body: { ...present(body), apiVersion } } : answer;
  return { ...answer, body: { ...body, apiVersion, items: body.items.filter(isJsonObject).map(present) } };
}

function present(event: JsonObject): JsonObject {
  const { involvedObject, message, source, firstTimestamp, lastTimestamp, count, reportingComponent, ...rest } = event;
  return {
    ...rest,
    regarding: involvedObject,
    note: message,
    reportingController: reportingComponent,
    deprecatedSource: source,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedCount: count,
  };
}
