import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEmulatorClock } from '../../../emulators/clock/clock.ts';
import { type SlackEmulator, startSlackEmulator } from '../../../emulators/slack/slack.ts';
import { acmeSeed } from './acme-seed.ts';

const ana = 'U0ANA00001';
const general = 'C0GENERAL1';
let slack: SlackEmulator;
let client: WebClient;

const connect = (token = 'xoxb-test') =>
  new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true });
const code = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'ok',
    (err) => err.data?.error ?? err.code,
  );

beforeEach(async () => {
  slack = await startSlackEmulator({ clock: createEmulatorClock(), seed: acmeSeed() });
  client = connect();
});
afterEach(() => slack.close());

test('answers business errors with the codes of Slack', async () => {
  const post = (channel: string, more: object = {}) => code(client.chat.postMessage({ channel, text: 'x', ...more }));

  expect(await post('C0NOSUCH01')).toBe('channel_not_found');
  expect(await post('C0RANDOM01')).toBe('not_in_channel');
  expect(await post('C0SECRET01')).toBe('channel_not_found');
  expect(await post('C0OLD00001')).toBe('is_archived');
  expect(await post(general, { text: '' })).toBe('no_text');
  expect(await post(general, { thread_ts: '1.000001' })).toBe('thread_not_found');
  expect(await code(client.chat.update({ channel: general, ts: '1.1', text: 'x' }))).toBe('message_not_found');
  expect(await code(connect('xoxb-wrong').auth.test())).toBe('invalid_auth');
  expect(await code(client.apps.connections.open({}))).toBe('not_allowed_token_type');
  expect(await code(client.apiCall('chat.shout'))).toBe('unknown_method');
  expect(await code(client.usergroups.users.list({ usergroup: 'S0NOSUCH01' }))).toBe('no_such_subteam');
});

test('refuses to change what another person wrote, and long texts', async () => {
  slack.as(ana).say(general, 'hello');
  const theirs = slack.state.messages[0]?.ts ?? '';
  const own = await client.chat.postMessage({ channel: general, text: 'mine' });

  expect(await code(client.chat.update({ channel: general, ts: theirs, text: 'x' }))).toBe('cant_update_message');
  const long = 'x'.repeat(4001);
  expect(await code(client.chat.update({ channel: general, ts: own.ts ?? '', text: long }))).toBe('msg_too_long');
  await client.chat.postMessage({ channel: general, text: 'x'.repeat(41_000) });
  expect(slack.state.messages.at(-1)?.text).toHaveLength(40_000);
});

test('says missing_scope with what is needed', async () => {
  await slack.close();
  slack = await startSlackEmulator({ clock: createEmulatorClock(), seed: acmeSeed({ scopes: ['chat:write'] }) });

  const error = await connect()
    .users.info({ user: ana })
    .catch((err) => err.data);

  expect(error).toMatchObject({ error: 'missing_scope', needed: 'users:read', provided: 'chat:write' });
});

test('refuses invalid blocks and says where', async () => {
  const blocks = [
    { type: 'section' },
    { type: 'sparkle' },
    { type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } },
  ];

  const error = await client.chat.postMessage({ channel: general, text: 'x', blocks }).catch((err) => err.data);

  expect(error.error).toBe('invalid_blocks');
  expect(error.response_metadata.messages).toEqual([
    '[ERROR] must have one of: text, fields [json-pointer:/blocks/0]',
    '[ERROR] unsupported type: sparkle is not a block [json-pointer:/blocks/1/type]',
    '[ERROR] must be less than 151 characters [json-pointer:/blocks/2/text/text]',
  ]);
  expect(slack.state.messages).toEqual([]);
});

test('keeps a text that looks like JSON a text', async () => {
  await client.chat.postMessage({ channel: general, text: '{"a":1}' });

  expect(slack.state.messages[0]?.text).toBe('{"a":1}');
});

test('shows metadata only to those who ask, and loses one with a dot in its type', async () => {
  const root = await client.chat.postMessage({ channel: general, text: 'root' });
  const thread_ts = root.ts ?? '';
  const metadata = { event_type: 'egress_record', event_payload: { id: 'op1' } };
  await client.chat.postMessage({ channel: general, thread_ts, text: 'a', metadata });
  await client.chat.postMessage({
    channel: general,
    thread_ts,
    text: 'b',
    metadata: { ...metadata, event_type: 'egress.record' },
  });

  const place = { channel: general, ts: thread_ts };
  const plain = await client.conversations.replies(place);
  const full = await client.conversations.replies({ ...place, include_all_metadata: true });
  const history = await client.conversations.history({ channel: general });

  expect(plain.messages?.map((message) => message.metadata)).toEqual([undefined, undefined, undefined]);
  expect(full.messages?.map((message) => message.metadata)).toEqual([undefined, metadata, undefined]);
  expect(history.messages).toMatchObject([{ ts: thread_ts, reply_count: 2 }]);
});

test('gives every message its own, later ts', async () => {
  const posts = await Promise.all(
    ['C0GENERAL1', 'C0PLATFORM', ana].map((channel) => client.chat.postMessage({ channel, text: 'x' })),
  );

  const stamps = slack.state.messages.map(({ ts }) => ts);
  expect(new Set(posts.map(({ ts }) => ts)).size).toBe(3);
  expect(stamps).toEqual([...stamps].sort());
  expect(posts[2]?.channel).toBe('D0ANA00001');
});

test('answers 429 with Retry-After when a method is called too often, and not when limits are off', async () => {
  const calls = () => Promise.allSettled(Array.from({ length: 21 }, () => client.usergroups.list()));

  const limited = await calls();
  slack.settings.rateLimits = false;
  const unlimited = await calls();

  const refused = limited.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(1);
  expect(refused[0]?.reason).toMatchObject({ retryAfter: 3 });
  expect(unlimited.every(({ status }) => status === 'fulfilled')).toBe(true);
});

test('limits posts to one channel to one a second after a burst', async () => {
  const post = (channel: string) => client.chat.postMessage({ channel, text: 'x' });

  const same = await Promise.allSettled(Array.from({ length: 7 }, () => post(general)));
  const other = await post('C0PLATFORM');

  expect(same.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(1);
  expect(other.ok).toBe(true);
});

test('uploads a file and refuses it in a block until it was looked at', async () => {
  slack.settings.fileProcessingMs = 100;
  const uploaded = await client.filesUploadV2({ filename: 'chart.png', file: Buffer.from('PNG') });
  const id = (uploaded.files[0] as { files: { id: string }[] }).files[0]?.id ?? '';
  const blocks = [{ type: 'image', alt_text: 'a chart', slack_file: { id } }];
  const post = () => code(client.chat.postMessage({ channel: general, text: 'x', blocks }));

  expect(await post()).toBe('invalid_blocks');
  await expect.poll(async () => (await client.files.info({ file: id })).file?.mimetype).toBe('image/png');
  expect(await post()).toBe('ok');
});

test('plans faults for a call: before it, and after its effect', async () => {
  const post = () => code(client.chat.postMessage({ channel: general, text: 'x' }));
  slack.faults.add({
    call: 'chat.postMessage',
    when: 'before',
    answer: { kind: 'error', status: 200, code: 'fatal_error' },
  });
  slack.faults.add({ call: 'chat.postMessage', when: 'after', answer: { kind: 'reset' } });

  const before = await post();
  const countBefore = slack.state.messages.length;
  const after = await post();

  expect([before, countBefore]).toEqual(['fatal_error', 0]);
  expect(after).not.toBe('ok');
  expect(slack.state.messages).toHaveLength(1);
});
