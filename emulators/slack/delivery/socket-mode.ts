import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Ids } from '../ids.ts';
import { asObject, asText, type JsonObject, parseJson } from '../json.ts';
import type { SlackSettings } from '../settings.ts';
import type { Receipt, Transport } from './outgoing.ts';

/**
 * Slack's side of Socket Mode: each envelope goes to one of the open connections at random, and counts as failed when
 * it is not acknowledged in time or no connection is open. https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export interface SocketMode extends Transport {
  /** A ticket opens one connection. */
  issueTicket(): string;
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Slack's planned refresh: asks every app connection, or one of them, to reconnect. */
  refresh(): void;
  /** Cuts every connection without a word. */
  drop(): void;
  connections(): number;
  /** Ends with a proper goodbye, so that clients that are stopping see no error. */
  close(): Promise<void>;
}

interface Context {
  appId: string;
  ids: Ids;
  settings: SlackSettings;
}

const MOST_CONNECTIONS = 10;

export function createSocketMode(context: Context): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const open = new Set<WebSocket>();
  const waiting = new Map<string, (receipt: Receipt) => void>();
  const pings = startPings(context, open);

  return {
    via: 'socket',
    issueTicket() {
      const ticket = context.ids.secret();
      tickets.add(ticket);
      return ticket;
    },
    accept(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://socket').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket) || open.size >= MOST_CONNECTIONS) {
        socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (connection) => {
        open.add(connection);
        connection.on('close', () => open.delete(connection));
        connection.on('error', () => connection.terminate());
        connection.on('message', (data) => take(waiting, String(data)));
        connection.send(JSON.stringify(hello(context.appId, open.size)));
      });
    },
    send: (outgoing, retry) => sendToOne({ context, open, waiting }, outgoing, retry),
    refresh() {
      const message = { type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'emulator' } };
      for (const connection of open) connection.send(JSON.stringify(message));
    },
    drop() {
      for (const connection of open) connection.terminate();
    },
    connections: () => open.size,
    async close() {
      clearInterval(pings);
      for (const settle of waiting.values()) settle({ kind: 'failed', error: 'dispatch_failed' });
      await Promise.all([...open].map(sayGoodbye));
      server.close();
    },
  };
}

const GOODBYE_MS = 200;

function sayGoodbye(connection: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => connection.terminate(), GOODBYE_MS);
    connection.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    connection.close(1001);
  });
}

/** The client gives a connection up when pings stop after the first one, so they come regularly or never. */
function startPings({ settings }: Context, open: Set<WebSocket>): NodeJS.Timeout {
  let sinceMs = 0;
  const beatMs = 500;
  return setInterval(() => {
    sinceMs += beatMs;
    if (settings.pingEveryMs <= 0 || sinceMs < settings.pingEveryMs) return;
    sinceMs = 0;
    for (const connection of open) connection.ping('Ping from emulator');
  }, beatMs).unref();
}

const hello = (appId: string, connections: number): JsonObject => ({
  type: 'hello',
  num_connections: connections,
  debug_info: { host: 'emulator', build_number: 1, approximate_connection_time: 18_060 },
  connection_info: { app_id: appId },
});

function take(waiting: Map<string, (receipt: Receipt) => void>, text: string): void {
  const answer = asObject(parseJson(text));
  const settle = waiting.get(asText(answer?.envelope_id) ?? '');
  const payload = asObject(answer?.payload);
  settle?.({ kind: 'acked', body: payload && Object.keys(payload).length > 0 ? payload : undefined });
}

function sendToOne(
  parts: { context: Context; open: Set<WebSocket>; waiting: Map<string, (receipt: Receipt) => void> },
  outgoing: Parameters<Transport['send']>[0],
  retry: Parameters<Transport['send']>[1],
): Promise<Receipt> {
  const ready = [...parts.open].filter((connection) => connection.readyState === connection.OPEN);
  const connection = ready[Math.floor(Math.random() * ready.length)];
  if (!connection) return Promise.resolve({ kind: 'failed', error: 'dispatch_failed' });
  const envelopeId = parts.context.ids.secret();
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => settle({ kind: 'failed', error: 'operation_timeout' }),
      parts.context.settings.ackDeadlineMs,
    );
    const settle = (receipt: Receipt): void => {
      clearTimeout(timer);
      parts.waiting.delete(envelopeId);
      resolve(receipt);
    };
    parts.waiting.set(envelopeId, settle);
    connection.send(
      JSON.stringify({
        type: outgoing.kind,
        envelope_id: envelopeId,
        payload: outgoing.payload,
        accepts_response_payload: outgoing.kind !== 'events_api',
        ...(outgoing.kind === 'events_api'
          ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
          : {}),
      }),
    );
  });
}
