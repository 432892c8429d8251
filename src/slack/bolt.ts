import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import type { Logger } from '../platform/logger.ts';
import type { UseCaseContext } from '../use-cases/context.ts';
import { boltLogger } from './bolt-logger.ts';
import type { CapacityPictures } from './capacity-pictures.ts';
import { createIdentity, type Identity } from './identity.ts';
import { createInFlight } from './in-flight.ts';
import { createMembership } from './membership.ts';
import { onListenerError } from './on-listener-error.ts';
import { registerListeners } from './register-listeners.ts';
import { createSlackApi } from './slack-api.ts';
import { slackErrorCode } from './slack-errors.ts';
import type { SlackMetrics } from './slack-metrics.ts';
import { createHttpTransport } from './transport/http-transport.ts';
import { createSocketTransport } from './transport/socket-transport.ts';
import type { Transport } from './transport/transport.ts';
import { createWebClient, webClientOptions } from './web-client.ts';

export interface SlackDeps {
  botToken: string;
  /** `appToken`: Socket Mode; else `signingSecret`: signed HTTP. */
  transport: { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string };
  slackApiUrl: string;
  /** Of use cases; who acts is added for each delivery. */
  context: Omit<UseCaseContext, 'actor'>;
  /** Waits a moment, if need be, until it is known what a person may do. */
  know(userId: string): Promise<void>;
  pictures: CapacityPictures;
  metrics: SlackMetrics;
  log: Logger;
}

/** The inbound side of Slack. */
export interface Slack {
  /** Finds out who the bot is, then takes deliveries. Tries again until Slack answers; throws when the token is wrong. */
  start(): Promise<void>;
  /** Lets running listeners end, for at most `graceMs` of wire time, then disconnects. */
  stop(graceMs: number): Promise<void>;
  /** Socket: connected; HTTP: the endpoint takes requests. */
  isConnected(): boolean;
  /** In HTTP mode: what to mount at `/slack/events`. */
  requestListener: RequestListener | undefined;
}

export function createSlack(deps: SlackDeps): Slack {
  const { transport: wanted, log, slackApiUrl } = deps;
  const http =
    wanted.kind === 'http'
      ? createHttpTransport({ signingSecret: wanted.signingSecret, log, now: deps.context.clock.now })
      : undefined;
  const transport: Transport =
    http ?? createSocketTransport({ appToken: wanted.kind === 'socket' ? wanted.appToken : '', slackApiUrl, log });
  const inFlight = createInFlight();
  const client = createWebClient(deps.botToken, { ...deps, kind: 'interactive' });
  const identify = createIdentity(client);
  const state = { isStopped: false };
  return {
    async start() {
      const identity = await untilKnown(identify, { log, isStopped: () => state.isStopped });
      if (!identity) return;
      const app = buildApp(deps, { transport, identity });
      app.use(inFlight.middleware);
      app.error(onListenerError(log));
      const api = createSlackApi(client, identify);
      const membership = createMembership({ api, now: deps.context.clock.now });
      const { context, metrics, know, pictures } = deps;
      registerListeners(app, { context, know, teamId: identity.teamId, api, membership, pictures, metrics, log });
      await transport.start();
    },
    async stop(graceMs) {
      state.isStopped = true;
      await inFlight.drained(graceMs);
      await transport.stop();
    },
    isConnected: () => transport.isConnected(),
    requestListener: http?.requestListener,
  };
}

function buildApp(deps: SlackDeps, given: { transport: Transport; identity: Identity }): App {
  const { botId, botUserId } = given.identity;
  return new App({
    receiver: given.transport.receiver,
    token: deps.botToken,
    botId,
    botUserId,
    convoStore: false,
    extendedErrorHandler: true,
    logger: boltLogger(deps.log),
    clientOptions: webClientOptions({ ...deps, kind: 'interactive' }),
  });
}

const wrongToken = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'];
const retryMs = 1_000;

async function untilKnown(
  identify: () => Promise<Identity>,
  { log, isStopped }: { log: Logger; isStopped: () => boolean },
): Promise<Identity | undefined> {
  for (let failures = 0; !isStopped(); failures += 1) {
    try {
      return await identify();
    } catch (err) {
      const code = slackErrorCode(err);
      if (code !== undefined && wrongToken.includes(code)) throw err;
      log.error({ code, err }, 'slack does not say who the bot is; trying again');
      await new Promise((resolve) => setTimeout(resolve, Math.min(15_000, retryMs * 2 ** failures)));
    }
  }
  return undefined;
}
