import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulatorClock } from '../../../emulators/clock/clock.ts';
import type { SlackSeed } from '../../../emulators/slack/seed.ts';
import { startSlackEmulator } from '../../../emulators/slack/slack.ts';
import { createRedisLimits } from '../../../src/limits/redis/redis-limits.ts';
import { behind } from '../../../src/notify/notify.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createMetrics } from '../../../src/platform/metrics.ts';
import { redisTarget } from '../../../src/platform/redis-target.ts';
import { createBullmqQueues, startBullmqWorker } from '../../../src/queue/bullmq/bullmq-queues.ts';
import { createSlack } from '../../../src/slack/bolt.ts';
import { createIdentity } from '../../../src/slack/identity.ts';
import { createOutbox } from '../../../src/slack/outbox/create-outbox.ts';
import { slackBudgets } from '../../../src/slack/outbox/edit-pace.ts';
import { createPeople } from '../../../src/slack/people/create-people.ts';
import { createDirectory } from '../../../src/slack/people/directory.ts';
import { createSlackApi } from '../../../src/slack/slack-api.ts';
import { createSlackMetrics } from '../../../src/slack/slack-metrics.ts';
import { createWebClient } from '../../../src/slack/web-client.ts';
import { operationField } from '../../../src/store/operation-record.ts';
import { connectRedis } from '../../../src/store/redis/redis-connection.ts';
import { createRedisStore } from '../../../src/store/redis/redis-store.ts';
import { approvalPolicy } from '../../support/approval-policy.ts';
import { freshRedisUrl } from '../../support/redis.ts';

export const people = { ana: 'U0ANA00001', dan: 'U0DAN00001', eve: 'U0EVE00001', guest: 'U0GUEST001' };
export const channels = { team: 'C0TEAM0001', owners: 'C0OWNERS01', closed: 'C0CLOSED01', archive: 'C0ARCHIVE1' };
const requesters = 'S0ENG00001';
const operators = 'S0PLATFORM';

function seedOf(requestUrl: string | undefined): SlackSeed {
  const user = (id: string, name: string) => ({ id, name, realName: name, avatarColor: '#336699' });
  const everybody = Object.values(people);
  return {
    team: { id: 'T0ACME0001', domain: 'acme', name: 'Acme' },
    app: {
      id: 'A0EGRESS01',
      botUserId: 'U0BOT00001',
      botToken: 'xoxb-test',
      appToken: 'xapp-test',
      signingSecret: 'shhh',
      commands: ['/egress-pool', '/other'],
      ...(requestUrl ? { requestUrl } : {}),
    },
    users: [
      user(people.ana, 'ana'),
      user(people.dan, 'dan'),
      { ...user(people.eve, 'eve'), teamId: 'T0OTHER001' },
      { ...user(people.guest, 'guest'), isRestricted: true },
    ],
    userGroups: [
      { id: requesters, handle: 'eng', name: 'Engineering', users: [people.ana, people.eve, people.guest] },
      { id: operators, handle: 'platform', name: 'Platform', users: [] },
    ],
    channels: [
      { id: channels.team, name: 'team', members: everybody, botIsMember: true },
      { id: channels.owners, name: 'owners', members: everybody, botIsMember: true },
      { id: channels.closed, name: 'closed', isPrivate: true, members: everybody, botIsMember: false },
      { id: channels.archive, name: 'archive', members: everybody, botIsMember: true },
    ],
  };
}

/** The real Slack edge on the Slack emulator, with the real use cases on a Redis of its own. */
export async function startSlackEdge(kind: 'socket' | 'http' = 'socket') {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const requestUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}/slack/events`;
  const emulatorClock = createEmulatorClock();
  const slack = await startSlackEmulator({
    clock: emulatorClock,
    seed: seedOf(kind === 'http' ? requestUrl : undefined),
  });
  slack.settings.rateLimits = false;

  const url = await freshRedisUrl();
  const lines: string[] = [];
  const log = createLogger({ level: 'info', write: (line) => void lines.push(line) });
  const onError = (err: Error) => log.error({ err }, 'redis');
  const redis = connectRedis({ url, commandTimeoutMs: 1_000, waitForConnection: true, onError });
  const store = createRedisStore({ redis, commitTries: 2, onAudit: () => undefined });
  const clock = createClock();
  const timings = { lockDurationMs: 500, stalledIntervalMs: 250 };
  const bullmq = { connection: redisTarget(url), now: clock.now, prefix: '{egress-pool}:queue', timings, onError };
  const queues = createBullmqQueues(bullmq);

  const metrics = createMetrics();
  const shared = { slackApiUrl: slack.apiUrl, metrics: createSlackMetrics(metrics), log };
  const background = createWebClient('xoxb-test', { ...shared, kind: 'background' });
  const identify = createIdentity(background);
  const directory = createDirectory(background, identify);
  const ids = [requesters, operators];
  const known = createPeople({ directory, ids, idsInUse: async () => [], configured: {}, log, now: clock.now });
  const limits = createRedisLimits({
    redis,
    budgetOf: (name) => Object.values(slackBudgets).find((budget) => budget.name === name) ?? slackBudgets.edits,
  });
  const api = createSlackApi(background, identify);
  const pictures = { take: async () => undefined };
  const owners = { S0TEAM0001: channels.owners, S0ELSE0001: channels.closed };
  const capacity = { channelId: channels.team, owners, pictures };
  const outbox = createOutbox({ store, api, clock, limits, capacity, log, metrics: shared.metrics });
  const worker = startBullmqWorker(bullmq, 'slack', outbox);
  const settings = {
    installation: 'test',
    clusters: [
      { name: 'prod', clusterId: 'c1', regionId: 'cn-beijing', defaultNodes: 2, instanceTypes: ['ecs.g7.xlarge'] },
    ],
    requesters: [requesters],
    operators: [operators],
    policy: approvalPolicy(),
    scopes: [],
  };
  const edge = createSlack({
    botToken: 'xoxb-test',
    transport: kind === 'http' ? { kind, signingSecret: 'shhh' } : { kind, appToken: 'xapp-test' },
    slackApiUrl: slack.apiUrl,
    context: { store, queues, clock, people: known, settings, inventory: () => undefined },
    know: known.know,
    pictures,
    metrics: shared.metrics,
    log,
  });
  http.on('request', (request, response) => edge.requestListener?.(request, response));
  await Promise.all([edge.start(), known.ready()]);

  /** What a worker would do: changes the operation's record and tells the sender. */
  const change = async (id: string, state: string, set: Record<string, string> = {}) => {
    const due = [behind(id, clock.now())];
    await store.commit({
      records: [{ id, expect: { states: ['running', 'failed', 'rolling-back'] }, state, set }],
      due,
    });
    await queues.enqueue('slack', behind(id, 0).id);
  };

  return {
    slack,
    edge,
    store,
    metrics,
    lines,
    requestUrl,
    change,
    /** The sender of another process. */
    secondOutbox: createOutbox({ store, api, clock, limits, capacity, log, metrics: shared.metrics }),
    outline: (steps: { name: string; title: string }[]) => ({ [operationField.outline]: JSON.stringify(steps) }),
    async close() {
      await edge.stop(2_000);
      known.stop();
      await worker.close(2_000);
      await queues.close();
      redis.disconnect();
      await slack.close();
      emulatorClock.stop();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

export type SlackEdge = Awaited<ReturnType<typeof startSlackEdge>>;
