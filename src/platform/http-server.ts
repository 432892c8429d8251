import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { checkReadiness, type ReadinessCheck } from './readiness.ts';

export interface HttpServer {
  /** `http://<host>:<port>`, with the port that was really taken. */
  readonly url: string;
  readonly port: number;
  /** Hands every request under exactly this path to the listener. */
  mount(path: string, listener: RequestListener): void;
  /** From here on `/readyz` says "stopping", so that no new traffic comes. */
  drain(): void;
  /** Takes no new connections, ends idle ones, waits for running requests, and after `graceMs` cuts them. */
  close(graceMs: number): Promise<void>;
}

export interface HttpServerOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  readiness: readonly ReadinessCheck[];
  metrics: Metrics;
  log: Logger;
}

/** Serves `/healthz` (the event loop turns), `/readyz` (with reasons), `/metrics` and what is mounted. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const mounted = new Map<string, RequestListener>();
  const state = { isDraining: false };
  const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 });
  server.on('request', (request, response) => {
    if (state.isDraining) response.setHeader('connection', 'close');
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const listener = mounted.get(path);
    if (listener !== undefined) return void listener(request, response);
    answer({ request, response, path, options, isDraining: state.isDraining }).catch((err: unknown) => {
      options.log.error({ path, err }, 'http request failed');
      send(response, 500, { status: 'error' });
    });
  });
  const port = await listen(server, options);
  const drain = () => {
    state.isDraining = true;
    server.closeIdleConnections();
  };
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    port,
    mount: (path, listener) => void mounted.set(path, listener),
    drain,
    close: (graceMs) => {
      drain();
      return closeServer(server, graceMs);
    },
  };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  options: HttpServerOptions;
  isDraining: boolean;
}

async function answer({ request, response, path, options, isDraining }: Exchange): Promise<void> {
  if (!['/healthz', '/readyz', '/metrics'].includes(path)) return send(response, 404, { status: 'not found' });
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, { status: 'use GET' });
  if (path === '/healthz') return send(response, 200, { status: 'ok' });
  if (path === '/metrics') {
    response.writeHead(200, { 'content-type': options.metrics.contentType }).end(await options.metrics.text());
    return;
  }
  if (isDraining) return send(response, 503, { status: 'stopping' });
  const { isReady, checks } = await checkReadiness(options.readiness);
  send(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', checks });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return void response.end();
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
