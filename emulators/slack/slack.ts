import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EmulatorClock } from '../clock/clock.ts';
import { createFaultQueue, type FaultQueue } from '../faults/faults.ts';
import { createChanges } from './changes.ts';
import { deliver } from './delivery/deliver.ts';
import { createResponseUrls } from './delivery/response-urls.ts';
import { createSignedHttp } from './delivery/signed-http.ts';
import { createSocketMode, type SocketMode } from './delivery/socket-mode.ts';
import { createTriggers } from './delivery/triggers.ts';
import { createIds } from './ids.ts';
import { createJournal, type Journal } from './journal.ts';
import { createRateLimiter } from './limits/rate-limiter.ts';
import { actAs, type Person } from './person/person.ts';
import type { SlackSeed } from './seed.ts';
import { handleRequest } from './server.ts';
import { createSlackSettings, type SlackSettings } from './settings.ts';
import { createSlackState, type Ephemeral, type Message, type SlackState } from './state.ts';
import { waitFor } from './wait-for.ts';
import type { Workspace } from './workspace.ts';

/**
 * A stand-in for Slack: one workspace, one app, over Slack's own protocols (Web API, Socket Mode, signed HTTP), and a
 * web page on which one can be any of its people.
 */
export interface SlackEmulator {
  /** The page; every address of the emulator is under it. */
  readonly url: string;
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly faults: FaultQueue;
  readonly journal: Journal;
  readonly state: SlackState;
  readonly settings: SlackSettings & {
    /** Cuts every Socket Mode connection. */
    dropSockets(): void;
    /** Slack's planned request to reconnect. */
    refreshSockets(): void;
  };
  /** Open Socket Mode connections. */
  connections(): number;
  as(userId: string): Person;
  /** The first value that the probe finds in the state; throws after the deadline. */
  waitFor<T>(probe: (state: SlackState) => T | undefined, options: { timeoutMs: number; what?: string }): Promise<T>;
  waitForMessage(predicate: (message: Message) => boolean, options: { timeoutMs: number }): Promise<Message>;
  waitForEphemeral(predicate: (message: Ephemeral) => boolean, options: { timeoutMs: number }): Promise<Ephemeral>;
  close(): Promise<void>;
}

export async function startSlackEmulator(options: {
  clock: EmulatorClock;
  seed: SlackSeed;
  host?: string;
  port?: number;
}): Promise<SlackEmulator> {
  const server = createServer();
  const baseUrl = await listen(server, options.host ?? '127.0.0.1', options.port ?? 0);
  const { workspace, sockets } = createWorkspace(options.clock, options.seed, baseUrl);
  server.on('request', (request, response) => void handleRequest({ workspace, sockets }, request, response));
  server.on('upgrade', (request, socket, head) => sockets.accept(request, socket, head));
  const { state, changes } = workspace;
  const probe = { state, watch: changes.watch };
  return {
    url: baseUrl,
    apiUrl: `${baseUrl}/api/`,
    faults: workspace.faults,
    journal: workspace.journal,
    state,
    settings: Object.assign(workspace.settings, {
      dropSockets: () => sockets.drop(),
      refreshSockets: () => sockets.refresh(),
    }),
    connections: () => sockets.connections(),
    as: (userId) => actAs(workspace, userId),
    waitFor: (find, waiting) => waitFor(probe, find, waiting),
    waitForMessage: (fits, { timeoutMs }) =>
      waitFor(probe, () => state.messages.find(fits), { timeoutMs, what: 'a message' }),
    waitForEphemeral: (fits, { timeoutMs }) =>
      waitFor(probe, () => state.ephemerals.find(fits), { timeoutMs, what: 'an ephemeral message' }),
    async close() {
      await sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function createWorkspace(
  clock: EmulatorClock,
  seed: SlackSeed,
  baseUrl: string,
): { workspace: Workspace; sockets: SocketMode } {
  const ids = createIds();
  const settings = createSlackSettings(seed.app.requestUrl);
  const now = () => clock.now();
  const sockets = createSocketMode({ appId: seed.app.id, ids, settings });
  const signedHttp = createSignedHttp({ signingSecret: seed.app.signingSecret, settings, now });
  const faults = createFaultQueue();
  const journal = createJournal();
  const workspace: Workspace = {
    seed,
    clock,
    ids,
    baseUrl,
    state: createSlackState(seed),
    settings,
    faults,
    journal,
    changes: createChanges(),
    limiter: createRateLimiter(now),
    triggers: createTriggers({ now, secret: ids.secret }),
    responseUrls: createResponseUrls({ now, scale: clock.scale, secret: ids.secret }),
    deliver: (outgoing) =>
      deliver(
        { clock, faults, ids, journal, settings, transport: settings.requestUrl === undefined ? sockets : signedHttp },
        outgoing,
      ),
    issueTicket: () => sockets.issueTicket(),
  };
  return { workspace, sockets };
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      resolve(`http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${address.port}`);
    });
  });
}
