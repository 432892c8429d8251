import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEmulatorClock } from '../../../emulators/clock/clock.ts';
import { type SlackEmulator, startSlackEmulator } from '../../../emulators/slack/slack.ts';
import { acmeSeed } from './acme-seed.ts';
import { startBoltApp, type Way } from './bolt-app.ts';

const ana = 'U0ANA00001';
const ben = 'U0BEN00001';
const general = 'C0GENERAL1';
const form = {
  type: 'modal' as const,
  callback_id: 'create',
  private_metadata: general,
  title: { type: 'plain_text' as const, text: 'Create a pool' },
  submit: { type: 'plain_text' as const, text: 'Create' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'name',
      label: { type: 'plain_text' as const, text: 'Name' },
      element: { type: 'plain_text_input' as const, action_id: 'name' },
    },
    {
      type: 'input' as const,
      block_id: 'cluster',
      label: { type: 'plain_text' as const, text: 'Cluster' },
      element: { type: 'external_select' as const, action_id: 'cluster', min_query_length: 0 },
    },
  ],
};

describe.each<Way>(['Socket Mode', 'signed HTTP'])('a Bolt app over %s', (way) => {
  let slack: SlackEmulator;
  let bolt: { app: App; stop(): Promise<void> };

  beforeEach(async () => {
    slack = await startSlackEmulator({ clock: createEmulatorClock(), seed: acmeSeed() });
    bolt = await startBoltApp(slack, way);
  });
  afterEach(async () => {
    await bolt.stop();
    await slack.close();
  });

  test('goes from a command through a form and a message to an update in the thread', async () => {
    bolt.app.command('/egress-pool', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: form });
    });
    bolt.app.options('cluster', ({ ack, options }) =>
      ack({ options: [{ text: { type: 'plain_text', text: `prod ${options.value}` }, value: 'prod' }] }),
    );
    bolt.app.view('create', async ({ ack, view, client }) => {
      const name = view.state.values.name?.name?.value ?? '';
      if (name === 'taken') {
        await ack({ response_action: 'errors', errors: { name: 'This name is taken' } });
        return;
      }
      await ack();
      const cluster = view.state.values.cluster?.cluster?.selected_option?.value;
      const text = `create ${name} in ${cluster}`;
      const blocks = [
        {
          type: 'actions',
          block_id: 'row',
          elements: [{ type: 'button', action_id: 'go', value: name, text: { type: 'plain_text', text: 'Go' } }],
        },
      ];
      await client.chat.postMessage({ channel: view.private_metadata, text, blocks });
    });
    bolt.app.action('go', async ({ ack, client, body, action }) => {
      await ack();
      if (body.type !== 'block_actions' || action.type !== 'button') return;
      const place = { channel: body.channel?.id ?? '', thread_ts: body.message?.ts ?? '' };
      const posted = await client.chat.postMessage({ ...place, text: 'working' });
      await client.chat.update({ channel: place.channel, ts: posted.ts ?? '', text: `done ${action.value}` });
    });

    const command = await slack.as(ana).command(general, '/egress-pool create');
    const opened = await slack.waitFor((state) => [...state.views.values()][0], { timeoutMs: 2000 });
    const suggested = await slack.as(ana).suggest({ viewId: opened.id, actionId: 'cluster', query: 'p' });
    const empty = await slack.as(ana).submit(opened.id, { name: 'payments' });
    const refused = await slack.as(ana).submit(opened.id, { name: 'taken', cluster: 'prod' });
    const stillOpen = slack.state.views.size;
    await slack.as(ana).submit(opened.id, { name: 'payments', cluster: 'prod' });
    const message = await slack.waitForMessage(({ text }) => text === 'create payments in prod', { timeoutMs: 2000 });
    await slack.as(ben).click({ channelId: general, messageTs: message.ts, actionId: 'go' });
    const reply = await slack.waitForMessage(({ text }) => text === 'done payments', { timeoutMs: 2000 });

    expect(command).toMatchObject({
      isAcked: true,
      payload: { user_id: ana, channel_name: 'general', text: 'create' },
    });
    expect(suggested.options).toMatchObject([{ value: 'prod', text: { text: 'prod p' } }]);
    expect(empty).toMatchObject({ attempts: 0, fieldErrors: { cluster: 'Please complete this required field.' } });
    expect(refused.fieldErrors).toEqual({ name: 'This name is taken' });
    expect(stillOpen).toBe(1);
    expect(slack.state.views.size).toBe(0);
    expect(reply).toMatchObject({ threadTs: message.ts, channelId: general, isFromBot: true });
    expect(reply.editedTs).toBeDefined();
  });

  test('answers a command privately, and its response_url five times', async () => {
    const answers: number[] = [];
    bolt.app.command('/egress-pool', async ({ ack, respond }) => {
      await ack('one moment');
      for (const text of ['1', '2', '3', '4', '5', '6']) {
        const status = await respond({ text }).then(
          (answer) => (answer as Response).status,
          (err) => err.statusCode,
        );
        answers.push(status);
      }
    });

    await slack.as(ana).command(general, '/egress-pool list');
    await expect.poll(() => answers).toEqual([200, 200, 200, 200, 200, 404]);

    expect(slack.state.ephemerals.map(({ text }) => text)).toEqual(['one moment', '1', '2', '3', '4', '5']);
    expect(slack.state.ephemerals.every(({ userId }) => userId === ana)).toBe(true);
    expect(slack.state.messages).toEqual([]);
  });

  test('replaces and deletes the private message whose button was pressed', async () => {
    const blocks = [
      { type: 'actions', elements: [{ type: 'button', action_id: 'ok', text: { type: 'plain_text', text: 'OK' } }] },
    ];
    bolt.app.command('/egress-pool', ({ ack }) => ack({ text: 'sure?', blocks }));
    bolt.app.action('ok', async ({ ack, respond }) => {
      await ack();
      await respond({ replace_original: true, text: 'gone in a moment' });
      await respond({ delete_original: true });
    });

    await slack.as(ana).command(general, '/egress-pool delete');
    const asked = await slack.waitForEphemeral(({ text }) => text === 'sure?', { timeoutMs: 2000 });
    await slack.as(ana).click({ channelId: general, messageTs: asked.ts, actionId: 'ok' });

    await slack.waitFor(({ ephemerals }) => (ephemerals.length === 0 ? true : undefined), { timeoutMs: 2000 });
  });

  test('tells only the person who typed it that a command was not acknowledged', async () => {
    slack.settings.ackDeadlineMs = 200;
    bolt.app.command('/egress-pool', async () => undefined);

    const delivery = await slack.as(ana).command(general, '/egress-pool list');

    expect(delivery).toMatchObject({ isAcked: false, error: 'operation_timeout' });
    expect(slack.state.ephemerals).toMatchObject([
      { userId: ana, from: 'slackbot', text: '/egress-pool failed with the error "operation_timeout"' },
    ]);
  });

  test('publishes a Home tab when a person opens it', async () => {
    bolt.app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Pools' } }] },
      });
    });

    const delivery = await slack.as(ana).openHome();
    const home = await slack.waitFor((state) => state.homes.get(ana), { timeoutMs: 2000 });

    expect(delivery.isAcked).toBe(true);
    expect(home.content).toMatchObject({ blocks: [{ text: { text: 'Pools' } }] });
  });
});
