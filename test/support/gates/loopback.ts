import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Gatekeeper } from './gatekeeper.ts';

/**
 * Listens on a free loopback port and answers it. When the gatekeeper shuts, every connection is cut and new ones are
 * cut at once; the port is kept, so that nobody else's server can get calls that were meant for this one.
 */
export async function listenOnLoopback(server: Server, keeper: Gatekeeper): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    if (keeper.isShut) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  keeper.onShut(() => {
    for (const socket of sockets) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
