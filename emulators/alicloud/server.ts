import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleControl } from './control-plane.ts';
import { type Handling, handleCall } from './handle-call.ts';

/** One server for all four products. Answers the emulator's own control plane without a signature. */
export async function listen(handling: Handling, o: { host: string; port: number }): Promise<Server> {
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    const http = { request, response, body };
    if (request.url?.startsWith('/_emulator/')) handleControl(handling, http);
    else await handleCall(handling, http);
  };
  // A long whitelist comes in the URL: Node's 16 KiB would answer it with 431.
  const server = createServer({ maxHeaderSize: 65_536, keepAliveTimeout: 60_000 }, (request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(o.port, o.host, resolve);
  });
  return server;
}

export function urlOf(server: Server): string {
  const { address, port } = addressOf(server);
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the emulator does not listen on a port');
  return address;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
