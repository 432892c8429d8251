import { parseResourcePath, verbOf } from '../../../emulators/kubernetes/api-request.ts';
import type { GateAnswer, GateApi, GateRequest } from './http-gate.ts';

const products: Record<string, string> = {
  '2016-04-28': 'vpc',
  '2014-05-26': 'ecs',
  '2014-08-15': 'rds',
  '2015-12-15': 'cs',
};

/** Alibaba Cloud: `vpc:CreateVSwitch`, out of the headers that every product's requests carry. */
export const cloudApi: GateApi = {
  nameOf: ({ headers }) =>
    `${products[String(headers['x-acs-version'])] ?? '?'}:${String(headers['x-acs-action'] ?? '?')}`,
  unavailable: (request) => cloudError(request, { status: 503, code: 'ServiceUnavailable' }),
  throttled: (request) => cloudError(request, { status: 400, code: 'Throttling.User' }),
};

/** The Kubernetes API: `apply configmaps`, `create pods/eviction`. */
export const kubernetesApi: GateApi = {
  nameOf: kubernetesName,
  unavailable: () => kubernetesStatus(503, 'ServiceUnavailable'),
  throttled: () => kubernetesStatus(429, 'TooManyRequests'),
};

/** Slack's Web API: `chat.postMessage`. */
export const slackApi: GateApi = {
  nameOf: ({ path }) => path.split('?')[0]?.split('/').at(-1) ?? path,
  unavailable: () => ({ status: 503, body: 'upstream unavailable' }),
  throttled: () => ({
    status: 429,
    headers: { 'retry-after': '1', 'content-type': 'application/json' },
    body: '{"ok":false,"error":"ratelimited"}',
  }),
};

function cloudError({ headers }: GateRequest, given: { status: number; code: string }): GateAnswer {
  const isCs = products[String(headers['x-acs-version'])] === 'cs';
  const message = `${given.code} (from the gate)`;
  const body = isCs
    ? { code: given.code, message, requestId: 'gate', status: given.status }
    : { Code: given.code, Message: message, RequestId: 'gate', HostId: 'gate' };
  return { status: given.status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function kubernetesName({ method, path, headers }: GateRequest): string {
  const url = new URL(path, 'http://gate');
  const resourcePath = url.pathname.replace(/^\/clusters\/[^/]+/, '');
  const found = parseResourcePath(resourcePath);
  if (!found) return `${method} ${resourcePath}`;
  const contentType = headers['content-type'] ?? '';
  const verb = verbOf({ method, hasName: found.name !== undefined, query: url.searchParams, contentType });
  return `${verb} ${found.resource.plural}${found.subresource ? `/${found.subresource}` : ''}`;
}

function kubernetesStatus(code: number, reason: string): GateAnswer {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: reason, reason, code };
  return {
    status: code,
    headers: { 'content-type': 'application/json', ...(code === 429 ? { 'retry-after': '1' } : {}) },
    body: JSON.stringify(status),
  };
}
