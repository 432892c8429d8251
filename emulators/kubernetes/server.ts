import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FaultAnswer, FaultQueue } from '../faults/faults.ts';
import { authorize, reviewAccess } from './access.ts';
import { ApiError } from './api-error.ts';
import { type ApiAnswer, type ApiRequest, parseResourcePath, verbOf } from './api-request.ts';
import { type Cluster, hasAdmissionPolicies } from './cluster.ts';
import { answerControlPlane } from './control-plane.ts';
import { discover } from './discovery.ts';
import { handleRequest } from './handle-request.ts';
import type { Journal } from './journal.ts';
import { presentEvents } from './present-events.ts';
import { admissionPolicies } from './resources.ts';
import type { KubernetesSettings } from './settings.ts';
import { watchObjects } from './verbs/watch-objects.ts';

export interface ServerContext {
  clusters: Map<string, Cluster>;
  faults: FaultQueue;
  journal: Journal;
  settings: KubernetesSettings;
  /** Ends of the open watches, for `close`. */
  watches: Set<() => void>;
}

/** The HTTP side: every cluster under `/clusters/<clusterId>`, the emulator's own calls under `/_emulator`. */
export function createKubernetesServer(ctx: ServerContext): Server {
  return createServer((incoming, response) => {
    serve(ctx, incoming, response).catch((err: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, toAnswer(err));
    });
  });
}

async function serve(ctx: ServerContext, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://emulator');
  const text = await readBody(incoming);
  if (url.pathname.startsWith('/_emulator/')) {
    return send(response, answerControlPlane(ctx, { method: incoming.method ?? 'GET', path: url.pathname, text }));
  }
  const [, clusterId, path = '/'] = /^\/clusters\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
  const cluster = ctx.clusters.get(clusterId ?? '');
  if (cluster === undefined) throw new ApiError({ code: 404, reason: 'NotFound', message: '404 page not found' });
  if (ctx.settings.silent.includes(cluster.seed.clusterId)) return;
  if (ctx.settings.throttled.includes(cluster.seed.clusterId)) {
    const message = 'the server has received too many requests and has asked us to try again later';
    throw new ApiError({ code: 429, reason: 'TooManyRequests', message });
  }
  const call: Call = { ctx, cluster, incoming, response, url, path, text, name: '', warnings: [] };
  call.name = nameOf(call);
  await answerWithFaults(call);
}

interface Call {
  ctx: ServerContext;
  cluster: Cluster;
  incoming: IncomingMessage;
  response: ServerResponse;
  url: URL;
  path: string;
  text: string;
  name: string;
  /** For the `Warning` headers of the answer. */
  warnings: string[];
}

async function answerWithFaults(call: Call): Promise<void> {
  const before = call.ctx.faults.take(call.name, 'before');
  if (before?.kind === 'delay') await waitFor(before.wallMs);
  else if (before !== undefined) return answerFault(call, before);
  let answer: ApiAnswer | 'streaming';
  try {
    answer = answerCall(call);
  } catch (err) {
    answer = toAnswer(err);
  }
  const after = call.ctx.faults.take(call.name, 'after');
  if (after?.kind === 'delay') await waitFor(after.wallMs);
  else if (after !== undefined) return answerFault(call, after);
  if (answer === 'streaming') return;
  record(call, answer.status);
  send(call.response, answer, warningHeaders(call.warnings));
}

function answerCall(call: Call): ApiAnswer | 'streaming' {
  const { cluster, path, incoming } = call;
  if (path === '/readyz' || path === '/livez' || path === '/healthz') return { status: 200, body: 'ok' };
  const [scheme, token = ''] = (incoming.headers.authorization ?? '').split(' ');
  if (scheme !== 'Bearer' || !cluster.tokens.has(token)) {
    throw new ApiError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
  }
  if (path === '/version') return { status: 200, body: versionOf(cluster) };
  const discovered =
    incoming.method === 'GET'
      ? discover(path.replace(/\/$/, ''), { admissionPolicies: hasAdmissionPolicies(cluster) })
      : undefined;
  if (discovered !== undefined) return { status: 200, body: discovered };
  if (/^\/apis\/authorization\.k8s\.io\/v1\/selfsubjectaccessreviews$/.test(path) && incoming.method === 'POST') {
    return reviewAccess(cluster, parseBody(call));
  }
  const request = toRequest(call);
  if (request.verb !== 'watch') return presentEvents(path, handleRequest(request));
  authorize(request);
  record(call, 200);
  const stop = watchObjects(request, call.response);
  call.ctx.watches.add(stop);
  call.response.on('close', () => call.ctx.watches.delete(stop));
  return 'streaming';
}

function toRequest(call: Call): ApiRequest {
  const found = parseResourcePath(call.path);
  const isServed = found?.resource.group !== admissionPolicies.group || hasAdmissionPolicies(call.cluster);
  if (found === undefined || !isServed) {
    const message = 'the server could not find the requested resource';
    throw new ApiError({ code: 404, reason: 'NotFound', message });
  }
  const { headers } = call.incoming;
  return {
    ...found,
    cluster: call.cluster,
    verb: verbNameOf(call, found.name !== undefined),
    query: call.url.searchParams,
    contentType: headers['content-type'] ?? '',
    userAgent: headers['user-agent'] ?? 'unknown',
    body: parseBody(call),
    warnings: call.warnings,
  };
}

function verbNameOf(call: Call, hasName: boolean): string {
  const contentType = call.incoming.headers['content-type'] ?? '';
  return verbOf({ method: call.incoming.method ?? 'GET', hasName, query: call.url.searchParams, contentType });
}

function nameOf(call: Call): string {
  const found = parseResourcePath(call.path);
  if (found === undefined) {
    const isReview = call.path.endsWith('/selfsubjectaccessreviews');
    return isReview ? 'create selfsubjectaccessreviews' : `${call.incoming.method} ${call.path}`;
  }
  const { resource, subresource } = found;
  const suffix = subresource === undefined ? '' : `/${subresource}`;
  return `${verbNameOf(call, found.name !== undefined)} ${resource.plural}${suffix}`;
}

/** Apply patches may be YAML: they stay text until the verb reads them. */
function parseBody(call: Call): unknown {
  if (call.text === '') return undefined;
  if ((call.incoming.headers['content-type'] ?? '').includes('yaml')) return call.text;
  try {
    return JSON.parse(call.text);
  } catch {
    throw new ApiError({ code: 400, reason: 'BadRequest', message: "couldn't get version/kind; json parse error" });
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function answerFault(call: Call, answer: FaultAnswer): void {
  const { response } = call;
  record(call, answer.kind === 'error' ? answer.status : 0);
  if (answer.kind === 'reset') call.incoming.socket.destroy();
  else if (answer.kind === 'garbage') {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/json' });
    response.end('<html><body>upstream connect error</body></html>');
  } else if (answer.kind === 'error') {
    const error = new ApiError({ code: answer.status, reason: answer.code, message: answer.message ?? answer.code });
    if (response.headersSent) response.destroy();
    else send(response, { status: answer.status, body: error.status() }, answer.headers);
  }
}

function warningHeaders(warnings: string[]): Record<string, string[]> {
  if (warnings.length === 0) return {};
  return { warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`) };
}

function send(response: ServerResponse, answer: ApiAnswer, headers: Record<string, string | string[]> = {}): void {
  const isText = typeof answer.body === 'string';
  const extra = answer.status === 429 ? { 'retry-after': '1' } : {};
  response.writeHead(answer.status, {
    'content-type': isText ? 'text/plain' : 'application/json',
    ...extra,
    ...headers,
  });
  response.end(isText ? answer.body : JSON.stringify(answer.body));
}

function toAnswer(err: unknown): ApiAnswer {
  if (err instanceof ApiError) return { status: err.code, body: err.status() };
  const message = err instanceof Error ? (err.stack ?? err.message) : String(err);
  return { status: 500, body: new ApiError({ code: 500, reason: 'InternalError', message }).status() };
}

function record(call: Call, status: number): void {
  const { ctx, cluster, name, url } = call;
  const path = `${call.path}${url.search}`;
  ctx.journal.add({ at: cluster.clock.now(), clusterId: cluster.seed.clusterId, call: name, path, status });
}

function versionOf(cluster: Cluster): object {
  const [major = '1', minor = '36'] = (cluster.seed.version ?? '1.36.0').split('.');
  const gitVersion = `v${cluster.seed.version ?? '1.36.0'}-aliyun.1`;
  return { major, minor, gitVersion, gitTreeState: 'clean', platform: 'linux/amd64', compiler: 'gc' };
}

function waitFor(wallMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, wallMs));
}
