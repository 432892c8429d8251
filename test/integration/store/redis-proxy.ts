import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to Redis that can lose one request, or the answer to it. */
export interface RedisProxy {
  url: string;
  /** Loses the connection once: before or after Redis gets the first request from now on that holds `text`. */
  loseNext(text: string, when: 'before' | 'after'): void;
  /** Loses every connection, from now on, at the second request on it that holds `text`. */
  loseSecond(text: string): void;
  /** How many requests were lost so far. */
  lost(): number;
  close(): Promise<void>;
}

export async function startRedisProxy(redisUrl: string): Promise<RedisProxy> {
  const target = new URL(redisUrl);
  const open = new Set<Socket>();
  const trap: Trap = { text: undefined, when: 'before', second: undefined, lost: 0 };
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    }
    relay({ client, upstream, trap });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}`,
    loseNext(text, when) {
      trap.text = text;
      trap.when = when;
    },
    loseSecond(text) {
      trap.second = text;
    },
    lost: () => trap.lost,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Trap {
  text: string | undefined;
  when: 'before' | 'after';
  second: string | undefined;
  lost: number;
}

/** Requests are small enough to come in one piece, so a plain search finds them. */
function relay({ client, upstream, trap }: { client: Socket; upstream: Socket; trap: Trap }): void {
  let losesAnswer = false;
  let seen = 0;
  client.on('data', (bytes) => {
    if (trap.second !== undefined && bytes.includes(trap.second)) seen += 1;
    if (seen === 2) return void client.destroy();
    if (trap.text !== undefined && bytes.includes(trap.text)) {
      trap.text = undefined;
      trap.lost += 1;
      losesAnswer = trap.when === 'after';
      if (!losesAnswer) return void client.destroy();
    }
    upstream.write(bytes);
  });
  upstream.on('data', (bytes) => {
    if (losesAnswer) return void client.destroy();
    client.write(bytes);
  });
  client.on('close', () => upstream.end());
  upstream.on('close', () => client.destroy());
}
