import { once } from 'node:events';
import type { Config } from '../config/config.ts';
import { type HttpServer, startHttpServer } from '../platform/http-server.ts';
import type { Logger } from '../platform/logger.ts';
import { createMetrics } from '../platform/metrics.ts';
import type { QueueTimings } from '../queue/bullmq/bullmq-queues.ts';
import { checkRedis } from '../store/redis/check-redis.ts';
import { repeat } from '../sweeps/repeat.ts';
import type { RunningBot } from './bot-role.ts';
import { createSharedParts, type SharedParts } from './shared-parts.ts';
import type { RunningRole, WorkerOptions } from './worker-role.ts';

/** Wire time between counts of the queues. */
const depthsEveryMs = 10_000;

export interface Service {
  /** Where `/healthz`, `/readyz`, `/metrics` and in HTTP mode `/slack/events` are. */
  url: string;
  /** Takes no new work, ends what runs within `graceMs` of wire time, and lets go of everything. */
  stop(graceMs: number): Promise<void>;
}

export interface ServiceOptions extends WorkerOptions {
  log?: Logger;
  timings?: QueueTimings;
}

/** Starts the roles that the configuration asks for, in one process. Each role has connections of its own. */
export async function startService(config: Config, options: ServiceOptions = {}): Promise<Service> {
  const shared = { metrics: createMetrics({ processMetrics: true }), ...options };
  const bot = config.role === 'worker' ? undefined : createSharedParts(config, 'bot', shared);
  const worker = config.role === 'bot' ? undefined : createSharedParts(config, 'worker', shared);
  const parts = bot ?? worker;
  if (!parts) throw new Error('a service has at least one role');
  const depths = showQueueDepths(parts);
  await Promise.all([bot, worker].map((one) => one && untilConnected(one)));
  warnAboutRedis(parts).catch((err: unknown) => parts.log.warn({ err }, 'redis could not be checked'));
  const roles = await startRoles(config, { bot, worker }, options);
  const http = await serve(config, parts, roles.bot);
  if (roles.bot) roles.bot.slack.start().catch((err: unknown) => parts.log.error({ err }, 'slack refused the bot'));
  parts.log.info({ url: http.url, role: config.role, timeScale: config.timeScale }, 'started');
  return {
    url: http.url,
    async stop(graceMs) {
      http.drain();
      depths.stop();
      await Promise.all([roles.bot?.stop(graceMs), roles.worker?.stop(graceMs)]);
      await http.close(Math.min(graceMs, 2_000));
      await Promise.all([bot?.close(), worker?.close()]);
    },
  };
}

/** Every process shows all queues: one that nobody takes jobs from is seen from wherever somebody looks. */
function showQueueDepths({ queues, metrics, log }: SharedParts): { stop(): void } {
  const labels = ['queue', 'state'] as const;
  const gauge = metrics.gauge({ name: 'queue_jobs', help: 'Jobs in a queue by state', labels });
  return repeat(async () => gauge.replace(await queues.depths()), {
    everyMs: depthsEveryMs,
    onError: (err) => log.warn({ err }, 'queues could not be counted'),
  });
}

/** The cloud SDKs cost 200 MB: a process without the worker role never loads them. */
async function startRoles(
  config: Config,
  parts: { bot: SharedParts | undefined; worker: SharedParts | undefined },
  options: WorkerOptions,
): Promise<{ bot: RunningBot | undefined; worker: RunningRole | undefined }> {
  const worker = parts.worker && (await import('./worker-role.ts')).startWorkerRole(config, parts.worker, options);
  const bot =
    parts.bot && config.slack && (await import('./bot-role.ts')).startBotRole(config, config.slack, parts.bot);
  return { bot, worker };
}

async function serve(config: Config, parts: SharedParts, bot: RunningBot | undefined): Promise<HttpServer> {
  const http = await startHttpServer({
    ...config.http,
    metrics: parts.metrics,
    log: parts.log,
    readiness: [
      { name: 'redis', check: () => parts.redis.ping().then(() => undefined) },
      ...(bot ? [{ name: 'slack', check: async () => (bot.slack.isConnected() ? undefined : 'not connected') }] : []),
    ],
  });
  if (bot?.slack.requestListener) http.mount('/slack/events', bot.slack.requestListener);
  return http;
}

/** So that the first round of everything finds Redis; a Redis that is away delays the start by two seconds at most. */
async function untilConnected({ redis }: SharedParts): Promise<void> {
  if (redis.status !== 'ready')
    await once(redis, 'ready', { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
}

async function warnAboutRedis({ redis, log }: SharedParts): Promise<void> {
  const problems = await checkRedis(redis).catch(() => []);
  if (problems.length > 0) log.warn({ problems }, 'redis is not set up to keep approvals and audit');
}
