import { randomUUID } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import type { Gatekeeper } from './gatekeeper.ts';
import type { Gate } from './http-gate.ts';
import { listenOnLoopback } from './loopback.ts';
import { redisCallOf } from './redis-call-name.ts';
import { createRedisCommandReader, type RedisCommand } from './redis-commands.ts';

/** A proxy before Redis. Its `url` has the database of the target's. */
export async function openRedisGate(o: { target: string; keeper: Gatekeeper }): Promise<Gate> {
  const target = new URL(o.target);
  const seen = new Set<string>();
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port || 6379) });
    serve({ client, upstream, keeper: o.keeper, seen });
  });
  const port = await listenOnLoopback(server, o.keeper);
  return { url: `redis://127.0.0.1:${port}${target.pathname}` };
}

const commandMark = '*'.charCodeAt(0);

interface Line {
  client: Socket;
  upstream: Socket;
  keeper: Gatekeeper;
  /** Calls that were counted; a repeat of one is not another call. */
  seen: Set<string>;
}

function serve(line: Line): void {
  const { client, upstream, keeper } = line;
  const reader = createRedisCommandReader();
  const replies = relayReplies(line);
  const cut = () => {
    client.destroy();
    upstream.destroy();
  };
  let isDeaf = false;
  for (const socket of [client, upstream]) socket.on('error', cut).on('close', cut);
  keeper.onShut(cut);
  client.on('data', (chunk) => {
    // Somebody who meant an earlier owner of the port; Redis cuts off those who speak HTTP as well.
    if (client.bytesRead === chunk.length && chunk[0] !== commandMark) return cut();
    for (const command of reader.read(Buffer.from(chunk))) {
      if (isDeaf || keeper.isShut) return;
      isDeaf = passCommand(line, { command, replies, cut }) === 'deaf';
    }
  });
}

/** `deaf`: nothing more of this connection is listened to. */
function passCommand(
  { upstream, keeper, seen }: Line,
  given: { command: RedisCommand; replies: Replies; cut: () => void },
): 'deaf' | undefined {
  const { command, replies, cut } = given;
  const call = redisCallOf(command);
  const isRepeat = call !== undefined && call.identity !== '' && seen.has(call.identity);
  if (call && call.identity !== '') seen.add(call.identity);
  const mode = call && !isRepeat ? keeper.meet(call.name) : undefined;
  switch (mode) {
    case undefined:
      upstream.write(command.bytes);
      return undefined;
    case 'kill-before':
      keeper.shut();
      return 'deaf';
    case 'kill-after':
    case 'reset-after':
      replies.swallow();
      upstream.write(command.bytes);
      replies.afterThis(mode === 'kill-after' ? () => keeper.shut() : cut);
      return 'deaf';
    case 'error':
    case 'throttled':
      replies.inPlace('-TRYAGAIN an error from the gate\r\n');
      return undefined;
    case 'garbage':
      replies.inPlace('<html>upstream connect error</html>\r\n');
      return undefined;
    case 'hang':
      return 'deaf';
  }
}

interface Replies {
  /** No reply reaches the client any more. */
  swallow(): void;
  /** Calls back when everything sent so far has been answered. */
  afterThis(action: () => void): void;
  /** Answers at this place in the order of the replies. */
  inPlace(reply: string): void;
}

/** An ECHO of our own marks a place in the order of the replies; its reply never reaches the client. */
function relayReplies({ client, upstream }: Line): Replies {
  const marks: { bytes: Buffer; action: () => void }[] = [];
  let held: Buffer = Buffer.alloc(0);
  let isSwallowing = false;
  const show = (bytes: Buffer) => {
    if (!isSwallowing && bytes.length > 0) client.write(bytes);
  };
  upstream.on('data', (chunk) => {
    held = Buffer.concat([held, Buffer.from(chunk)]);
    for (let mark = marks[0]; mark; mark = marks[0]) {
      const at = held.indexOf(mark.bytes);
      if (at === -1) break;
      show(held.subarray(0, at));
      held = held.subarray(at + mark.bytes.length);
      marks.shift();
      mark.action();
    }
    // What may be the beginning of a mark is held back.
    const kept = marks.length > 0 ? Math.min(held.length, (marks[0]?.bytes.length ?? 1) - 1) : 0;
    show(held.subarray(0, held.length - kept));
    held = held.subarray(held.length - kept);
  });
  const mark = (action: () => void) => {
    const word = randomUUID();
    marks.push({ bytes: Buffer.from(`$${word.length}\r\n${word}\r\n`), action });
    upstream.write(`*2\r\n$4\r\nECHO\r\n$${word.length}\r\n${word}\r\n`);
  };
  return {
    swallow: () => {
      isSwallowing = true;
    },
    afterThis: mark,
    inPlace: (reply) => mark(() => show(Buffer.from(reply))),
  };
}
