import { ApiError } from './api-error.ts';
import type { Cluster } from './cluster.ts';
import { findResource, type Resource } from './resources.ts';

/** A request on a resource, understood but not yet judged. */
export interface ApiRequest {
  cluster: Cluster;
  verb: string;
  resource: Resource;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
  query: URLSearchParams;
  contentType: string;
  userAgent: string;
  body: unknown;
  /** Go to the client as `Warning` headers, with whatever answer. */
  warnings: string[];
}

export interface ApiAnswer {
  status: number;
  body: unknown;
}

export interface ResourcePath {
  resource: Resource;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
}

/** `/api/v1/...` and `/apis/<group>/<version>/...` to a resource; undefined for anything else. */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const isCore = parts[0] === 'api';
  if (!isCore && parts[0] !== 'apis') return undefined;
  const [group, version] = isCore ? ['', parts[1]] : [parts[1], parts[2]];
  const rest = parts.slice(isCore ? 2 : 3);
  if (group === undefined || version === undefined || rest[0] === undefined) return undefined;
  const isNamespaced = rest[0] === 'namespaces' && rest.length >= 3 && rest[2] !== 'status' && rest[2] !== 'finalize';
  const [plural, name, ...sub] = isNamespaced ? rest.slice(2) : rest;
  const resource = findResource(group, version, plural ?? '');
  if (resource === undefined) return undefined;
  const subresource = sub.length === 0 ? undefined : sub.join('/');
  return { resource, namespace: isNamespaced ? rest[1] : undefined, name, subresource };
}

/** The verb as RBAC names it, except that server-side apply is `apply` (RBAC sees `patch`). */
export function verbOf(o: { method: string; hasName: boolean; query: URLSearchParams; contentType: string }): string {
  const isWatch = ['true', '1'].includes(o.query.get('watch') ?? '');
  switch (o.method) {
    case 'GET':
      if (isWatch) return 'watch';
      return o.hasName ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return o.contentType.startsWith('application/apply-patch+') ? 'apply' : 'patch';
    case 'DELETE':
      return o.hasName ? 'delete' : 'deletecollection';
    default:
      throw methodNotAllowed();
  }
}

export function methodNotAllowed(): ApiError {
  const message = 'the server does not allow this method on the requested resource';
  return new ApiError({ code: 405, reason: 'MethodNotAllowed', message });
}

export function isDryRun(request: ApiRequest): boolean {
  const inBody = request.verb === 'delete' && JSON.stringify(request.body ?? null).includes('"dryRun":["All"]');
  return request.query.get('dryRun') === 'All' || inBody;
}

/** The field manager: as asked, else the first word of the client's name, as the API server does. */
export function managerOf(request: ApiRequest): string {
  return request.query.get('fieldManager') ?? request.userAgent.split('/')[0] ?? 'unknown';
}
