import type { App } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEmulatorClock } from '../../../emulators/clock/clock.ts';
import { type SlackEmulator, startSlackEmulator } from '../../../emulators/slack/slack.ts';
import { acmeSeed } from './acme-seed.ts';
import { startBoltApp } from './bolt-app.ts';

const ana = 'U0ANA00001';
const ben = 'U0BEN00001';
const general = 'C0GENERAL1';
let slack: SlackEmulator;
let bolt: { app: App; stop(): Promise<void> };

beforeEach(async () => {
  slack = await startSlackEmulator({ clock: createEmulatorClock(), seed: acmeSeed() });
  bolt = await startBoltApp(slack, 'signed HTTP');
  bolt.app.command('/egress-pool', ({ ack }) => ack('for you alone'));
});
afterEach(async () => {
  await bolt.stop();
  await slack.close();
});

const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const answer = await fetch(slack.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json().catch(() => undefined) };
};
const seenBy = async (userId: string) => (await fetch(`${slack.url}/_person/state?userId=${userId}`)).json();

test('lets a person act over HTTP and shows everybody only what they may see', async () => {
  const command = await post('/_person/command', { userId: ana, channelId: general, text: '/egress-pool list' });
  await post('/_person/message', { userId: ana, channelId: 'C0SECRET01', text: 'hush <!channel>' });

  const [forAna, forBen] = [await seenBy(ana), await seenBy(ben)];
  expect(command.body).toMatchObject({ result: { isAcked: true, ack: 'for you alone' } });
  expect(forAna).toMatchObject({
    ephemerals: [{ text: 'for you alone' }],
    messages: [{ channel: 'C0SECRET01', text: 'hush &lt;!channel&gt;' }],
  });
  expect(forBen).toMatchObject({ ephemerals: [], messages: [] });
});

test('refuses acts that Slack itself would not offer, and pages of other sites', async () => {
  const stranger = await post('/_person/command', { userId: 'U0NOBODY01', channelId: general, text: '/egress-pool' });
  const outsider = await post('/_person/command', { userId: ben, channelId: 'C0SECRET01', text: '/egress-pool' });
  const gone = await post('/_person/click', { userId: ana, channelId: general, messageTs: '1.1', actionId: 'x' });
  const foreign = await post('/_person/command', {}, { origin: 'https://evil.example' });

  expect([stranger.status, outsider.status, gone.status, foreign.status]).toEqual([400, 400, 400, 403]);
});

test('brings the app into a channel with /invite', async () => {
  const channel = 'C0RANDOM01';
  expect(slack.state.channels.get(channel)?.members.has('U0BOT00001')).toBe(false);

  await slack.as(ana).command(channel, '/invite @egress-pool');

  expect(slack.state.channels.get(channel)?.members.has('U0BOT00001')).toBe(true);
});

test('is steered from outside: faults, settings, journal', async () => {
  await post('/_emulator/settings', { rateLimits: false, ackDeadlineMs: 500 });
  await post('/_emulator/faults', { call: 'deliver command', when: 'before', answer: { kind: 'hang' } });

  const delivery = await slack.as(ana).command(general, '/egress-pool list');
  const journal = await (await fetch(`${slack.url}/_emulator/journal`)).json();

  expect(slack.settings).toMatchObject({ rateLimits: false, ackDeadlineMs: 500 });
  expect(delivery?.error).toBe('operation_timeout');
  expect(journal).toMatchObject({ deliveries: [{ type: 'command', isAcked: false }] });
});

test('serves its page and nothing outside its folder', async () => {
  const page = await fetch(slack.url);
  const script = await fetch(`${slack.url}/page/main.js`);
  const outside = await fetch(`${slack.url}/page/..%2fslack.ts`);

  expect(await page.text()).toContain('<!doctype html>');
  expect(script.headers.get('content-type')).toContain('text/javascript');
  expect(outside.status).toBe(404);
});
