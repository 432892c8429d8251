import type { Cluster } from './cluster.ts';
import type { KubeObject } from './manifest.ts';
import { randomSuffix } from './random-suffix.ts';
import { events } from './resources.ts';

const KEPT_MS = 3_600_000;

/**
 * Records an event about an object; the same one again only raises its count. Events go after a virtual hour, as with
 * the API server's default.
 */
export function recordEvent(
  cluster: Cluster,
  o: { about: KubeObject; type: 'Normal' | 'Warning'; reason: string; message: string; component: string },
): void {
  const { store, clock } = cluster;
  const { about } = o;
  const namespace = about.metadata.namespace ?? 'default';
  const key = `${o.reason}\n${o.message}\n${o.component}`;
  const now = store.timestamp();
  for (const event of store.list(events, namespace)) {
    if (keyOf(event) !== key || uidOf(event) !== about.metadata.uid) continue;
    store.update(events, event.metadata, (draft) => {
      draft.count = Number(draft.count ?? 1) + 1;
      draft.lastTimestamp = now;
    });
    return;
  }
  const name = `${about.metadata.name}.${randomSuffix(16)}`;
  store.create(events, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace },
    involvedObject: {
      kind: about.kind,
      apiVersion: about.apiVersion,
      name: about.metadata.name,
      ...(about.metadata.namespace === undefined ? {} : { namespace: about.metadata.namespace }),
      uid: about.metadata.uid,
      resourceVersion: about.metadata.resourceVersion,
    },
    type: o.type,
    reason: o.reason,
    message: o.message,
    source: { component: o.component },
    reportingComponent: o.component,
    reportingInstance: '',
    firstTimestamp: now,
    lastTimestamp: now,
    eventTime: null,
    count: 1,
  });
  clock.after(KEPT_MS, () => store.remove(events, { namespace, name }));
}

function keyOf(event: KubeObject): string {
  return `${String(event.reason)}\n${String(event.message)}\n${String(event.reportingComponent)}`;
}

function uidOf(event: KubeObject): unknown {
  const involved = event.involvedObject;
  return typeof involved === 'object' && involved !== null && 'uid' in involved ? involved.uid : undefined;
}
