import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Gatekeeper } from './gatekeeper.ts';
import { listenOnLoopback } from './loopback.ts';

/** A request as a gate names it. */
export interface GateRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
}

/** An answer that a gate gives in place of the server's. */
export interface GateAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/** What distinguishes one API behind a gate from another. */
export interface GateApi {
  /** The call's name as the emulator's journal has it. */
  nameOf(request: GateRequest): string;
  /** A 503 of this API, and the answer of its rate limiter. */
  unavailable(request: GateRequest): GateAnswer;
  throttled(request: GateRequest): GateAnswer;
}

export interface Gate {
  /** Without a path. */
  url: string;
}

const garbage: GateAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '<html><body>upstream connect error</body></html>',
};

/** A proxy before one HTTP server. Requests keep their headers, `host` too: signatures hold. */
export async function openHttpGate(o: { target: string; api: GateApi; keeper: Gatekeeper }): Promise<Gate> {
  const server = createServer((incoming, response) => {
    pass(o, incoming, response).catch(() => response.destroy());
  });
  const port = await listenOnLoopback(server, o.keeper);
  return { url: `http://127.0.0.1:${port}` };
}

async function pass(
  o: { target: string; api: GateApi; keeper: Gatekeeper },
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { keeper, api } = o;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  if (keeper.isShut) return;
  const asked: GateRequest = {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: incoming.headers,
  };
  const send = () => forward(o.target, asked, Buffer.concat(chunks));
  switch (keeper.meet(api.nameOf(asked))) {
    case undefined:
      return relay(await send(), response);
    case 'kill-before':
      return keeper.shut();
    case 'kill-after':
      await drained(await send());
      return keeper.shut();
    case 'reset-after':
      await drained(await send());
      response.destroy();
      return;
    case 'error':
      return answer(response, api.unavailable(asked));
    case 'throttled':
      return answer(response, api.throttled(asked));
    case 'garbage':
      return answer(response, garbage);
    case 'hang':
      return;
  }
}

function forward(target: string, asked: GateRequest, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const url = new URL(asked.path, target);
    const sent = request(url, { method: asked.method, headers: asked.headers, agent: false }, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

async function drained(answered: IncomingMessage): Promise<void> {
  for await (const chunk of answered) void chunk;
}

function relay(answered: IncomingMessage, response: ServerResponse): void {
  const { connection, ...headers } = answered.headers;
  response.writeHead(answered.statusCode ?? 502, headers);
  // A watch has an answer long before it has anything to tell.
  response.flushHeaders();
  answered.on('error', () => response.destroy());
  response.on('close', () => answered.destroy());
  answered.pipe(response);
}

function answer(response: ServerResponse, { status, headers, body }: GateAnswer): void {
  response.writeHead(status, headers);
  response.end(body);
}
