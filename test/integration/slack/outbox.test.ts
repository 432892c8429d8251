import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageId } from '../../../src/notify/notify.ts';
import { operationField } from '../../../src/store/operation-record.ts';
import { channels, people, type SlackEdge, startSlackEdge } from './start-slack-edge.ts';

const timeoutMs = 15_000;
const step = (name: string, record: object) => ({
  [operationField.step(name)]: JSON.stringify({ attempts: 0, notes: {}, ...record }),
});

describe('what people are told', () => {
  let edge: SlackEdge;
  beforeEach(async () => {
    edge = await startSlackEdge();
  });
  afterEach(() => edge.close());

  const create = async (where = channels.team) => {
    const delivery = await edge.slack.as(people.ana).command(where, '/egress-pool create payments --pods 40 --dry-run');
    return /op-[a-z0-9]{12}/.exec(JSON.stringify(delivery?.ack))?.[0] ?? 'none';
  };
  const ours = () => edge.slack.state.messages.filter(({ isFromBot }) => isFromBot);
  const settled = (id: string) =>
    expect
      .poll(() => edge.store.readDue(Date.now() + 60_000, 100), { timeout: timeoutMs })
      .not.toContain(messageId(id));
  /** One announcement and one message in its thread that says so. */
  const expectTold = async (words: string) => {
    await edge.slack.waitForMessage(({ threadTs, text }) => !!threadTs && text.includes(words), { timeoutMs });
    const roots = ours().filter(({ threadTs }) => !threadTs);
    expect(roots).toHaveLength(1);
    expect(ours().filter(({ threadTs }) => threadTs === roots[0]?.ts)).toHaveLength(1);
  };

  it('is the last state, in one message that is edited in place', async () => {
    const id = await create();
    await settled(id);
    await edge.change(id, 'running', {
      ...edge.outline([{ name: 'plan', title: 'Plan' }]),
      ...step('plan', { status: 'running', startedAtMs: 1_000, waitingFor: 'the VPC lock' }),
    });
    await expectTold('waiting for the VPC lock since 00:00:01 UTC');

    await edge.change(id, 'done', step('plan', { status: 'done', startedAtMs: 1_000, endedAtMs: 3_000 }));

    await expectTold('took 2 s');
    await settled(id);
    await expectTold('nothing was changed');
    expect(ours().find(({ threadTs }) => !threadTs)?.text).toContain('*done*');
  });

  it('coalesces a hundred changes into a few edits', async () => {
    const id = await create();
    await settled(id);

    for (let index = 0; index < 100; index += 1) {
      await edge.change(id, 'running', step('plan', { status: 'running', waitingFor: `turn ${index}` }));
    }
    await edge.change(id, 'done');

    await expectTold('is *done*');
    await settled(id);
    expect(edge.slack.journal.calls.filter(({ method }) => method === 'chat.update').length).toBeLessThan(6);
  });

  it.each([
    ['an answer that is lost', 'after', { kind: 'reset' }],
    ['a server error after the effect', 'after', { kind: 'error', status: 500, code: 'oops' }],
    ['a server error before the effect', 'before', { kind: 'error', status: 503, code: 'oops' }],
    ['garbage for an answer', 'after', { kind: 'garbage' }],
    ['a rate limit', 'before', { kind: 'error', status: 429, code: 'ratelimited', headers: { 'retry-after': '1' } }],
  ] as const)('is posted once in spite of %s', async (_, when, answer) => {
    edge.slack.faults.add({ call: 'chat.postMessage', when, answer });
    edge.slack.faults.add({ call: 'chat.postMessage', when, answer, skip: 1 });

    const id = await create();

    await settled(id);
    await expectTold('is *running*');
  });

  it('is posted once when the process dies between posting and writing that down', async () => {
    edge.slack.faults.add({ call: 'chat.postMessage', when: 'after', answer: { kind: 'hang' } });
    const id = await create();
    await edge.slack.waitForMessage(({ isFromBot }) => isFromBot, { timeoutMs });

    // Another process looks at the same message while the first one waits for its answer for ever.
    const next = await edge.secondOutbox(messageId(id));
    expect(next).toMatchObject({ kind: 'later' });
    await expect
      .poll(() => edge.secondOutbox(messageId(id)), { timeout: timeoutMs, interval: 500 })
      .toEqual({ kind: 'finished' });

    await expectTold('is *running*');
  });

  it('survives a rate limit and a server error on an edit', async () => {
    const id = await create();
    await settled(id);
    const headers = { 'retry-after': '1' };
    edge.slack.faults.add({
      call: 'chat.update',
      when: 'before',
      answer: { kind: 'error', status: 429, code: 'ratelimited', headers },
    });
    edge.slack.faults.add({
      call: 'chat.update',
      when: 'after',
      answer: { kind: 'error', status: 500, code: 'oops' },
      skip: 1,
    });

    await edge.change(id, 'done');

    await settled(id);
    await expectTold('is *done*');
  });

  it('is posted anew once in the thread when somebody deleted it', async () => {
    const id = await create();
    await settled(id);
    const { messages } = edge.slack.state;
    messages.splice(
      messages.findIndex(({ threadTs }) => !!threadTs),
      1,
    );

    await edge.change(id, 'done');

    await settled(id);
    await expectTold('is *done*');
  });

  it('goes on in a direct message when the channel was archived', async () => {
    const id = await create();
    await settled(id);
    const channel = edge.slack.state.channels.get(channels.team);
    if (channel) channel.isArchived = true;

    await edge.change(id, 'done');

    const root = await edge.slack.waitForMessage(({ text }) => text.includes('is archived'), { timeoutMs });
    expect(edge.slack.state.channels.get(root.channelId)?.kind).toBe('im');
    await settled(id);
  });

  it('is given up loudly when not even a direct message can be sent', async () => {
    const answer = { kind: 'error', status: 200, code: 'user_not_found' } as const;
    edge.slack.faults.add({ call: 'conversations.open', when: 'before', answer, times: 9 });

    const id = await create(channels.closed);

    await settled(id);
    expect((await edge.store.read(messageId(id)))?.state).toBe('lost');
    expect(edge.lines.join('')).toContain('nobody can be told about a record');
    expect(await edge.metrics.text()).toContain('outbox_lost_total 1');
  });
});
