import type { ServerResponse } from 'node:http';
import { ApiError } from '../api-error.ts';
import type { ApiRequest } from '../api-request.ts';
import type { KubeObject } from '../manifest.ts';
import { apiVersionOf } from '../resources.ts';
import type { Matcher } from '../selectors.ts';
import type { StoreEvent } from '../store.ts';
import { matcherOf, matching } from './list-objects.ts';

const BOOKMARK_EVERY_MS = 60_000;

/**
 * Streams changes as JSON lines. Without a resourceVersion (or 0) the present objects come first, as ADDED. A version
 * that is no longer known gives one ERROR event with 410, as the real watch cache does. Returns a function that ends it.
 */
export function watchObjects(request: ApiRequest, response: ServerResponse): () => void {
  const { store, clock } = request.cluster;
  const send = (type: string, object: unknown): void => {
    response.write(`${JSON.stringify({ type, object })}\n`);
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const matches = matcherOf(request);
  let stopped = false;
  const cleanUps: (() => void)[] = [];
  const stop = (): void => {
    if (stopped) return;
    stopped = true;
    for (const cleanUp of cleanUps) cleanUp();
    response.end();
  };
  response.on('close', stop);

  if (!replay(request, send, matches)) {
    stop();
    return stop;
  }
  cleanUps.push(store.onChange((event) => forward({ request, event, matches, send })));
  const seconds = Number(request.query.get('timeoutSeconds') ?? 0);
  if (seconds > 0) cleanUps.push(clock.after(seconds * 1_000, stop));
  if (request.query.get('allowWatchBookmarks') === 'true') cleanUps.push(sendBookmarks(request, send));
  return stop;
}

type Send = (type: string, object: unknown) => void;

function replay(request: ApiRequest, send: Send, matches: Matcher): boolean {
  const from = request.query.get('resourceVersion') ?? '';
  if (from === '' || from === '0') {
    for (const object of matching(request)) send('ADDED', object);
    return true;
  }
  try {
    for (const event of request.cluster.store.since(request.resource, Number(from))) {
      forward({ request, event, matches, send });
    }
    return true;
  } catch (err) {
    if (!(err instanceof ApiError)) throw err;
    send('ERROR', err.status());
    return false;
  }
}

/** An object that comes into the selection is ADDED, one that leaves it DELETED. */
function forward(o: { request: ApiRequest; event: StoreEvent; matches: Matcher; send: Send }): void {
  const { request, event } = o;
  const { resource, namespace } = request;
  if (event.resource.plural !== resource.plural || event.resource.group !== resource.group) return;
  if (namespace !== undefined && event.object.metadata.namespace !== namespace) return;
  const isIn = event.type !== 'DELETED' && o.matches(event.object);
  const wasIn = event.previous !== undefined && o.matches(event.previous);
  if (isIn) o.send(wasIn ? 'MODIFIED' : 'ADDED', event.object);
  else if (wasIn) o.send('DELETED', withVersion(event.previous ?? event.object, event.resourceVersion));
}

function withVersion(object: KubeObject, revision: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

function sendBookmarks(request: ApiRequest, send: Send): () => void {
  const { clock, store } = request.cluster;
  const { resource } = request;
  let cancel = (): void => {};
  const schedule = (): void => {
    cancel = clock.after(BOOKMARK_EVERY_MS, () => {
      const metadata = { resourceVersion: String(store.revision), creationTimestamp: null };
      send('BOOKMARK', { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata });
      schedule();
    });
  };
  schedule();
  return () => cancel();
}
