import { createCharts } from '../charts/echarts/draw-in-child.ts';
import type { Config, SlackConfig } from '../config/config.ts';
import type { Inventory } from '../domain/inventory.ts';
import { startBullmqWorker } from '../queue/bullmq/bullmq-queues.ts';
import { createDailyHead } from '../slack/audit/daily-head.ts';
import { createExportSender } from '../slack/audit/send-export.ts';
import { createSlack, type Slack, type SlackDeps } from '../slack/bolt.ts';
import { createCapacityPictures } from '../slack/capacity-pictures.ts';
import { createIdentity } from '../slack/identity.ts';
import { createOutbox } from '../slack/outbox/create-outbox.ts';
import { slackBudgets } from '../slack/outbox/edit-pace.ts';
import { createPeople } from '../slack/people/create-people.ts';
import { createDirectory } from '../slack/people/directory.ts';
import { createFreshGroups } from '../slack/people/fresh-groups.ts';
import { routeJobs } from '../slack/route-jobs.ts';
import { createSlackApi } from '../slack/slack-api.ts';
import { createSlackMetrics } from '../slack/slack-metrics.ts';
import { createTellPrivately } from '../slack/tell-privately.ts';
import { createWebClient } from '../slack/web-client.ts';
import { inventoryOf } from '../store/inventory-record.ts';
import { startDueSweep } from '../sweeps/due.ts';
import { repeat } from '../sweeps/repeat.ts';
import { readPools } from '../use-cases/find-pool.ts';
import { stewardIds } from '../use-cases/rights.ts';
import { createRequestTender } from '../use-cases/tend-request.ts';
import { approvalPolicyOf, databaseScopesOf, namedInPolicy } from './approval-policy.ts';
import type { SharedParts } from './shared-parts.ts';
import type { RunningRole } from './worker-role.ts';

/** Wire time between looks at the inventory that the workers keep. */
const inventoryEveryMs = 3_000;
/** Wire time; each posted head plans the next one, so this is for the first one only. */
const planHeadEveryMs = 60_000;

export interface RunningBot extends RunningRole {
  slack: Slack;
}

/** The bot: listens to Slack and tells people; it holds the Slack tokens and imports no cloud SDK. */
export function startBotRole(config: Config, slackConfig: SlackConfig, parts: SharedParts): RunningBot {
  const { store, queues, clock, log } = parts;
  const metrics = createSlackMetrics(parts.metrics);
  const { apiUrl: slackApiUrl } = slackConfig;
  const botToken = slackConfig.botToken.reveal();
  const client = createWebClient(botToken, { slackApiUrl, metrics, log, kind: 'background' });
  const identify = createIdentity(client);
  const api = createSlackApi(client, identify);
  const directory = createDirectory(client, identify);
  const people = createPeople({
    directory,
    ids: [...config.requesters, ...config.operators, ...namedInPolicy(approvalPolicyOf(config))],
    idsInUse: async () => (await readPools(store)).flatMap(stewardIds),
    configured: config.groups,
    log,
    now: clock.now,
  });
  let inventory: Inventory | undefined;
  const reading = repeat(async () => (inventory = inventoryOf(await store.readInventory())), {
    everyMs: inventoryEveryMs,
    onError: (err) => log.warn({ err }, 'inventory could not be read'),
  });
  const thresholds = config.capacity;
  const pictures = createCapacityPictures({ store, api, charts: createCharts(), clock, log, thresholds });
  const slack = createSlack({
    botToken,
    slackApiUrl,
    transport: transportOf(slackConfig),
    context: { store, queues, clock, people, settings: settingsOf(config), inventory: () => inventory },
    know: people.know,
    pictures,
    metrics,
    log,
  });
  const approvalsChannelId = config.channels.approvals;
  const capacity = { channelId: config.channels.capacity, owners: config.channels.owners, pictures };
  const limits = slackLimits(parts);
  const { operators } = config;
  const outbox = createOutbox({ store, api, clock, limits, approvalsChannelId, operators, capacity, log, metrics });
  const tender = createRequestTender({
    ...{ store, queues, clock, log, settings: settingsOf(config) },
    readGroups: createFreshGroups({ directory, configured: config.groups, log }),
    tellPrivately: createTellPrivately({ api, approvalsChannelId, log }),
  });
  const told = { store, api, clock, log };
  const heads = createDailyHead({ ...told, channelId: config.channels.audit });
  const jobs = routeJobs({
    'msg-': outbox,
    'req-': tender,
    'export-': createExportSender(told),
    'head-': heads.handle,
  });
  const worker = startBullmqWorker(parts.bullmq, 'slack', jobs);
  const planning = repeat(heads.plan, {
    everyMs: planHeadEveryMs,
    onError: (err) => log.warn({ err }, 'the head of the audit log could not be planned'),
  });
  const sweep = startDueSweep(parts);
  return {
    slack,
    async stop(graceMs) {
      sweep.stop();
      reading.stop();
      planning.stop();
      people.stop();
      await slack.stop(graceMs);
      await worker.close(graceMs);
    },
  };
}

function slackLimits({ limitsFor }: SharedParts) {
  return limitsFor((name) => Object.values(slackBudgets).find((one) => one.name === name) ?? slackBudgets.edits);
}

function transportOf({ transport }: SlackConfig): SlackDeps['transport'] {
  return transport.kind === 'socket'
    ? { kind: 'socket', appToken: transport.appToken.reveal() }
    : { kind: 'http', signingSecret: transport.signingSecret.reveal() };
}

function settingsOf(config: Config) {
  return {
    installation: config.installation,
    clusters: config.clusters.map(({ name, id, region, nodePool }) => ({
      name,
      clusterId: id,
      regionId: region,
      defaultNodes: nodePool.nodes,
      instanceTypes: nodePool.instanceTypes,
    })),
    requesters: config.requesters,
    operators: config.operators,
    policy: approvalPolicyOf(config),
    scopes: databaseScopesOf(config),
  };
}
