import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channels, people, type SlackEdge, startSlackEdge } from './start-slack-edge.ts';

const timeoutMs = 8_000;

describe.each(['socket', 'http'] as const)('over %s', (kind) => {
  let edge: SlackEdge;
  beforeEach(async () => {
    edge = await startSlackEdge(kind);
  });
  afterEach(() => edge.close());

  const ask = async (text: string, who = people.ana, where = channels.team) => {
    const delivery = await edge.slack.as(who).command(where, `/egress-pool ${text}`);
    return { delivery, answer: JSON.stringify(delivery?.ack ?? '') };
  };
  const operationIn = (answer: string) => /op-[a-z0-9]{12}/.exec(answer)?.[0] ?? 'none';

  it('starts a pool, and the thread opens in the channel', async () => {
    const { answer, delivery } = await ask('create payments --pods 40');

    expect(delivery?.isAcked).toBe(true);
    expect(answer).toContain('Creating pool');
    const root = await edge.slack.waitForMessage(({ channelId }) => channelId === channels.team, { timeoutMs });
    const progress = await edge.slack.waitForMessage(({ threadTs }) => threadTs === root.ts, { timeoutMs });
    expect(root.text).toContain('Create pool `payments` for <@U0ANA00001>');
    expect(progress.text).toContain('is *running*');
  });

  it('shows the operation in status, list and show at once', async () => {
    const { answer } = await ask('create payments --pods 40');

    expect((await ask('status')).answer).toContain(operationIn(answer));
    expect((await ask('list')).answer).toContain('payments');
    expect((await ask('show payments')).answer).toContain('eni-config-payments');
    expect((await ask('use payments')).answer).toContain('nodeSelector');
  });

  it('answers bad input privately and changes nothing', async () => {
    const { delivery, answer } = await ask('create payments --pods 0 --nodez 3');

    expect(delivery?.ack).toMatchObject({ response_type: 'ephemeral' });
    expect(answer).toContain('--nodes 2..5');
    expect((await ask('list')).answer).toContain('There are no pools yet');
    expect(await edge.store.readIndex('operations')).toEqual([]);
  });

  it('refuses people who may not and writes it into the audit log', async () => {
    const { answer } = await ask('create payments --pods 40', people.dan);

    expect(answer).toContain('You are not among those');
    await expect
      .poll(async () => (await edge.store.readAudit({ after: 0, limit: 10 })).map(({ what }) => what), {
        timeout: timeoutMs,
      })
      .toEqual(['command.refused']);
  });

  it.each([people.guest, people.eve])('refuses %s, who is in the group but no full member of ours', async (who) => {
    expect((await ask('create payments --pods 40', who)).answer).not.toContain('Creating pool');
    expect(await edge.store.readIndex('operations')).toEqual([]);
  });

  it('opens the form, shows errors at their fields, and starts from it', async () => {
    await ask('create');
    const view = await edge.slack.waitFor(({ views }) => [...views.values()][0], { timeoutMs });
    const ana = edge.slack.as(people.ana);

    const wrong = await ana.submit(view.id, { name: 'Not A Name', pods: '40' });
    expect(wrong.fieldErrors?.name).toContain('not a pool name');

    const sent = await ana.submit(view.id, { name: 'payments', pods: '40' });
    expect(sent.isAcked).toBe(true);
    await edge.slack.waitForMessage(({ text }) => text.includes('Create pool `payments`'), { timeoutMs });
    await edge.slack.waitForEphemeral(({ text }) => text.includes('Creating pool `payments`'), { timeoutMs });
    expect(edge.slack.state.views.size).toBe(0);
  });

  it('says so privately when the form could not be opened in time', async () => {
    const answer = { kind: 'error', status: 200, code: 'expired_trigger_id' } as const;
    edge.slack.faults.add({ call: 'views.open', when: 'before', answer });

    await ask('create');

    const told = await edge.slack.waitForEphemeral(({ text }) => text.includes('could not be opened'), { timeoutMs });
    expect(told.userId).toBe(people.ana);
  });

  it('tells the person once when something fails after the answer', async () => {
    const read = edge.store.commit;
    edge.store.commit = (commit) =>
      commit.audit?.[0]?.what === 'command.refused' ? Promise.reject(new Error('boom')) : read(commit);

    await ask('create payments --pods 40', people.dan);

    await edge.slack.waitForEphemeral(({ text }) => text.includes('Something went wrong'), { timeoutMs });
    expect(edge.lines.filter((line) => line.includes('a slack listener failed'))).toHaveLength(1);
  });

  it('says how to invite it where it is not, and opens the thread in a direct message', async () => {
    await ask('create payments --pods 40', people.ana, channels.closed);

    await edge.slack.waitForEphemeral(({ text }) => text.includes('/invite @egress-pool'), { timeoutMs });
    const root = await edge.slack.waitForMessage(({ text }) => text.includes('Create pool'), { timeoutMs });
    expect(edge.slack.state.channels.get(root.channelId)?.kind).toBe('im');
    expect(root.text).toContain('/invite');
  });

  it('lets a failed operation be retried by its button, and twenty clicks are one', async () => {
    const { answer } = await ask('create payments --pods 40');
    const id = operationIn(answer);
    const error = JSON.stringify({ code: 'CLOUD_SOLD_OUT', text: 'no stock <!channel>', atMs: 1 });
    await edge.change(id, 'failed', { error });
    const failed = await edge.slack.waitForMessage(({ text, threadTs }) => !!threadTs && text.includes('*failed*'), {
      timeoutMs,
    });
    const clicks = Array.from({ length: 20 }, () =>
      edge.slack
        .as(people.ana)
        .click({ channelId: failed.channelId, messageTs: failed.ts, actionId: 'operation_retry' }),
    );

    for (const click of await Promise.all(clicks)) expect(click.isAcked).toBe(true);
    expect(failed.text).toContain('&lt;!channel&gt;');
    expect((await ask(`status ${id}`)).answer).toContain('*running*');
    const asked = (await edge.store.readAudit({ after: 0, limit: 50 })).filter(({ what }) => what.includes('retry'));
    expect(asked).toHaveLength(1);
  });

  it('answers commands, buttons and forms that it does not know', async () => {
    const delivery = await edge.slack.as(people.ana).command(channels.team, '/other thing');

    expect(JSON.stringify(delivery?.ack)).toContain('/egress-pool');
    expect((await ask('xyzzy')).answer).toContain('there is no command');
  });
});
