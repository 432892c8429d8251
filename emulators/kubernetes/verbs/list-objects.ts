import { badRequest, expired } from '../api-error.ts';
import type { ApiAnswer, ApiRequest } from '../api-request.ts';
import { isJsonObject, type KubeObject } from '../manifest.ts';
import { apiVersionOf } from '../resources.ts';
import { type Matcher, parseFieldSelector, parseLabelSelector } from '../selectors.ts';

export function getObject(request: ApiRequest): ApiAnswer {
  const { namespace, name = '' } = request;
  return { status: 200, body: request.cluster.store.get(request.resource, { namespace, name }) };
}

/** A page at a time where `limit` asks for it; `continue` names the last object of the page before. */
export function listObjects(request: ApiRequest): ApiAnswer {
  const { store } = request.cluster;
  const all = matching(request);
  const limit = Number(request.query.get('limit') ?? 0);
  const token = readToken(request.query.get('continue'));
  const rest = token === undefined ? all : all.filter((object) => placeOf(object) > token.after);
  const page = limit > 0 ? rest.slice(0, limit) : rest;
  const last = page.at(-1);
  const isMore = page.length < rest.length && last !== undefined;
  const revision = token?.revision ?? store.revision;
  const metadata = {
    resourceVersion: String(revision),
    ...(isMore ? { continue: writeToken(revision, placeOf(last)) } : {}),
    ...(isMore && !hasSelector(request) ? { remainingItemCount: rest.length - page.length } : {}),
  };
  const items = page.map(({ kind: _kind, apiVersion: _version, ...item }) => item);
  const { resource } = request;
  return { status: 200, body: { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items } };
}

export function matcherOf(request: ApiRequest): Matcher {
  const { name, query } = request;
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '');
  return (object) => (name === undefined || object.metadata.name === name) && labels(object) && fields(object);
}

export function matching(request: ApiRequest): KubeObject[] {
  const { cluster, resource, namespace } = request;
  return cluster.store.list(resource, namespace).filter(matcherOf(request));
}

function hasSelector(request: ApiRequest): boolean {
  return (request.query.get('labelSelector') ?? '') !== '' || (request.query.get('fieldSelector') ?? '') !== '';
}

function placeOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

function writeToken(revision: number, after: string): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: after })).toString('base64url');
}

function readToken(text: string | null): { revision: number; after: string } | undefined {
  if (text === null || text === '') return undefined;
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (isJsonObject(token)) return { revision: Number(token.rv), after: String(token.start) };
  } catch {
    throw badRequest('continue key is not valid: invalid character in token');
  }
  throw expired('The provided continue parameter is too old');
}
