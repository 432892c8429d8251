import { onTestFinished } from 'vitest';
import { createEmulatorClock } from '../../../emulators/clock/clock.ts';
import { startSlackEmulator } from '../../../emulators/slack/slack.ts';
import { slackSeed } from '../../../emulators/world/slack-seed.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createMetrics } from '../../../src/platform/metrics.ts';
import { createDailyHead } from '../../../src/slack/audit/daily-head.ts';
import { createExportSender } from '../../../src/slack/audit/send-export.ts';
import { createIdentity } from '../../../src/slack/identity.ts';
import { createSlackApi } from '../../../src/slack/slack-api.ts';
import { createSlackMetrics } from '../../../src/slack/slack-metrics.ts';
import { createWebClient } from '../../../src/slack/web-client.ts';
import { openStore } from '../store/open-store.ts';

export const auditChannel = 'C0AUDIT001';

/** The bot's jobs about the audit log, on the Slack emulator, a Redis of their own and a clock set by hand. */
export async function startBotJobs() {
  const opened = await openStore();
  const emulatorClock = createEmulatorClock();
  const slack = await startSlackEmulator({ clock: emulatorClock, seed: slackSeed() });
  slack.settings.rateLimits = false;
  onTestFinished(async () => {
    await slack.close();
    emulatorClock.stop();
  });
  // A month behind Slack, so that posts made while days pass are not in the future.
  const time = { aheadMs: -30 * 86_400_000 };
  const clock = createClock(1, () => Date.now() + time.aheadMs);
  const metrics = createMetrics();
  const client = createWebClient('xoxb-demo-bot-token', {
    slackApiUrl: slack.apiUrl,
    metrics: createSlackMetrics(metrics),
    log: createLogger({ level: 'silent' }),
    kind: 'background',
  });
  const deps = {
    store: opened.store,
    api: createSlackApi(client, createIdentity(client)),
    clock,
    log: createLogger({ level: 'silent' }),
  };
  return {
    ...opened,
    slack,
    metrics,
    clock,
    /** Lets time pass for the service. */
    pass: (ms: number) => (time.aheadMs += ms),
    /** What any number of processes run. */
    exports: createExportSender(deps),
    heads: createDailyHead({ ...deps, channelId: auditChannel }),
    headless: createDailyHead({ ...deps, channelId: undefined }),
  };
}

export type BotJobs = Awaited<ReturnType<typeof startBotJobs>>;
