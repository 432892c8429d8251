import type { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EmulatorClock } from '../../../emulators/clock/clock.ts';
import { createEmulatorClock } from '../../../emulators/clock/clock.ts';
import { type SlackEmulator, startSlackEmulator } from '../../../emulators/slack/slack.ts';
import { acmeSeed } from './acme-seed.ts';
import { startBoltApp } from './bolt-app.ts';

const ana = 'U0ANA00001';
const general = 'C0GENERAL1';
const form = (title: string) => ({
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: title },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'name',
      label: { type: 'plain_text' as const, text: 'Name' },
      element: { type: 'plain_text_input' as const, action_id: 'name' },
    },
  ],
});

let skippedMs = 0;
let slack: SlackEmulator;
let client: WebClient;
let bolt: { app: App; stop(): Promise<void> };
const code = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'ok',
    (err) => err.data?.error ?? err.code,
  );

beforeEach(async () => {
  skippedMs = 0;
  const clock: EmulatorClock = { ...createEmulatorClock(), now: () => Date.now() + skippedMs };
  slack = await startSlackEmulator({ clock, seed: acmeSeed() });
  client = new WebClient('xoxb-test', { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
  bolt = await startBoltApp(slack, 'Socket Mode');
  bolt.app.command('/egress-pool', ({ ack }) => ack());
});
afterEach(async () => {
  await bolt.stop();
  await slack.close();
});

const trigger = async (): Promise<string> => {
  const delivery = await slack.as(ana).command(general, '/egress-pool create');
  return String(delivery?.payload.trigger_id);
};

test('takes a trigger_id once, and for three seconds', async () => {
  const first = await trigger();
  const second = await trigger();

  expect(await code(client.views.open({ trigger_id: 'nonsense', view: form('a') }))).toBe('invalid_trigger_id');
  expect(await code(client.views.open({ trigger_id: first, view: form('a') }))).toBe('ok');
  expect(await code(client.views.open({ trigger_id: first, view: form('a') }))).toBe('exchanged_trigger_id');
  skippedMs = 3100;
  expect(await code(client.views.open({ trigger_id: second, view: form('a') }))).toBe('expired_trigger_id');
});

test('refuses an update with an old hash and keeps what was entered in fields that stay', async () => {
  const opened = await client.views.open({ trigger_id: await trigger(), view: form('a') });
  const view_id = opened.view?.id ?? '';
  bolt.app.view(/.*/, ({ ack }) => ack({ response_action: 'errors', errors: { name: 'no' } }));
  await slack.as(ana).submit(view_id, { name: 'payments' });
  const updated = await client.views.update({ view_id, hash: opened.view?.hash ?? '', view: form('b') });

  expect(await code(client.views.update({ view_id, hash: opened.view?.hash ?? '', view: form('c') }))).toBe(
    'hash_conflict',
  );
  expect(updated.view?.state).toMatchObject({ values: { name: { name: { value: 'payments' } } } });
  expect(await code(client.views.update({ view_id: 'V0NOSUCH', view: form('c') }))).toBe('not_found');
});

test('stacks at most three forms, and closes one or all', async () => {
  bolt.app.view({ type: 'view_submission' }, ({ ack, view }) =>
    view.title.text === 'four'
      ? ack({ response_action: 'clear' })
      : ack({ response_action: 'push', view: form('next') }),
  );
  const opened = await client.views.open({ trigger_id: await trigger(), view: form('one') });
  await slack.as(ana).submit(opened.view?.id ?? '', { name: 'x' });
  const second = slack.state.viewStacks.get(ana)?.at(-1) ?? '';
  await slack.as(ana).submit(second, { name: 'x' });
  const third = slack.state.viewStacks.get(ana)?.at(-1) ?? '';

  const fourth = await slack.as(ana).submit(third, { name: 'x' });

  expect(slack.state.viewStacks.get(ana)).toHaveLength(3);
  expect(fourth.fieldErrors?.['']).toContain('push_limit_reached');
  await slack.as(ana).closeView(third);
  expect(slack.state.viewStacks.get(ana)).toHaveLength(2);
});

test('hands on what people type escaped, with mentions resolved', async () => {
  const delivery = await slack.as(ana).command(general, '/egress-pool create a<b&c> --owner @dba @ben #platform');

  expect(delivery?.payload.text).toBe(
    'create a&lt;b&amp;c&gt; --owner <!subteam^S0DBA00001|@dba> <@U0BEN00001|ben> <#C0PLATFORM|platform>',
  );
});

test('says that the app did not answer when no connection is open', async () => {
  await bolt.stop();
  await expect.poll(() => slack.connections()).toBe(0);

  const delivery = await slack.as(ana).command(general, '/egress-pool list');

  expect(delivery).toMatchObject({ isAcked: false, error: 'dispatch_failed' });
});

test('reconnects after Slack asks for a refresh', { timeout: 20_000 }, async () => {
  slack.settings.refreshSockets();

  await expect.poll(() => slack.connections(), { timeout: 3000 }).toBe(0);
  await expect.poll(() => slack.connections(), { timeout: 12_000 }).toBe(1);
  expect(await slack.as(ana).command(general, '/egress-pool list')).toMatchObject({ isAcked: true });
});
