import { connect, createServer } from 'node:net';
import type { Gatekeeper } from './gatekeeper.ts';
import type { Gate } from './http-gate.ts';
import { listenOnLoopback } from './loopback.ts';

export interface InboundGate extends Gate {
  /** Where the instance listens, once it does. */
  leadTo(url: string): void;
}

/** The way in: connections are passed as they are, and refused until the instance is known. */
export async function openInboundGate(keeper: Gatekeeper): Promise<InboundGate> {
  let target: URL | undefined;
  const server = createServer((client) => {
    if (!target) {
      client.destroy();
      return;
    }
    const instance = connect({ host: target.hostname, port: Number(target.port) });
    const cut = () => {
      client.destroy();
      instance.destroy();
    };
    for (const socket of [client, instance]) socket.on('error', cut).on('close', cut);
    keeper.onShut(cut);
    client.pipe(instance).pipe(client);
  });
  const port = await listenOnLoopback(server, keeper);
  return {
    url: `http://127.0.0.1:${port}`,
    leadTo(url) {
      target = new URL(url);
    },
  };
}
