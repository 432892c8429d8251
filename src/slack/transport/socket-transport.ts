import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '../../platform/logger.ts';
import { boltLogger } from '../bolt-logger.ts';
import type { Transport } from './transport.ts';

export interface SocketTransportDeps {
  appToken: string;
  slackApiUrl: string;
  log: Logger;
}

const connectDeadlineMs = 10_000;
const firstBackOffMs = 500;
const longestBackOffMs = 15_000;

/**
 * Socket Mode with reconnecting of our own. The SDK's waits five seconds even when Slack asks for a new connection,
 * and one failed attempt of it can end the process or leave the bot disconnected for ever.
 */
export function createSocketTransport(deps: SocketTransportDeps): Transport {
  let app: App | undefined;
  let current: Connection | undefined;
  const stopping = new AbortController();
  const receiver: Receiver = {
    init: (bolt) => {
      app = bolt;
    },
    start: async () => undefined,
    stop: async () => undefined,
  };

  async function keepConnected(onFirst: () => void): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        current = await connect(deps, app);
        failures = 0;
        deps.log.info({}, 'slack is connected');
        onFirst();
        await current.closed;
      } catch (err) {
        failures += 1;
        deps.log.error({ err, failures }, 'slack could not be connected');
      }
      current = undefined;
      if (failures > 0) await pause(Math.min(longestBackOffMs, firstBackOffMs * 2 ** (failures - 1)), stopping.signal);
    }
  }

  return {
    receiver,
    start: () =>
      new Promise((resolve) => {
        void keepConnected(resolve).then(resolve);
      }),
    async stop() {
      stopping.abort();
      await current?.close();
    },
    isConnected: () => current !== undefined,
  };
}

interface Connection {
  /** Resolves when the connection has ended, whoever ended it. */
  closed: Promise<void>;
  close(): Promise<void>;
}

async function connect(deps: SocketTransportDeps, app: App | undefined): Promise<Connection> {
  const receiver = new SocketModeReceiver({
    appToken: deps.appToken,
    autoReconnectEnabled: false,
    logger: boltLogger(deps.log),
    installerOptions: {
      // Its own object: the socket client writes into it.
      clientOptions: {
        slackApiUrl: deps.slackApiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: 5_000,
      },
    },
  });
  if (app) receiver.init(app);
  const { client } = receiver;
  const closed = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
  const close = async () => void (await Promise.race([client.disconnect(), pause(1_000)]));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no hello within ${connectDeadlineMs} ms`)), connectDeadlineMs);
  });
  try {
    const started = client.start();
    // It may still fail after the deadline.
    started.catch(() => undefined);
    await Promise.race([started, late]);
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return { closed, close };
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}
