import { afterEach, expect, test } from 'vitest';
import { poolChange } from '../../../src/store/pool-record.ts';
import { people } from '../../support/scenario.ts';
import { type Deleting, startDeleting } from './deleting.ts';

let deleting: Deleting;
afterEach(() => deleting.scenario.close());

test('when its time is over the owner of a pool is asked in its thread, may keep it, and without an answer it is deleted', async () => {
  deleting = await startDeleting();
  const { scenario, before } = deleting;
  const { slack } = scenario.world;
  const overSince = async (change: 'reviewAtMs' | 'answerByMs') => {
    const pool = await deleting.pool();
    const { rev = 0 } = (await scenario.store.read(pool.id)) ?? {};
    const review = pool.review && { ...pool.review, answerByMs: 1 };
    const late = change === 'reviewAtMs' ? { ...pool, reviewAtMs: 1 } : { ...pool, review };
    await scenario.store.commit({ records: [poolChange(late, { rev })], due: [{ id: pool.id, atMs: 1 }] });
  };
  const question = async (besides?: string) => {
    const find = () =>
      slack.state.messages.find((one) => JSON.stringify(one.blocks).includes('pool_keep') && one.ts !== besides);
    const {
      channelId,
      ts: messageTs,
      threadTs,
    } = await slack.waitFor(find, { timeoutMs: 10_000, what: 'the question' });
    expect(threadTs).toBe(scenario.progressOf(before.operationId)?.threadTs);
    return { channelId, messageTs, actionId: 'pool_keep' };
  };

  await overSince('reviewAtMs');
  const asked = await question();
  const told = scenario.privateAnswers(people.stan).length;
  await slack.as(people.stan).click(asked);
  await expect.poll(() => scenario.privateAnswers(people.stan).slice(told).join()).toContain('audit log');
  await slack.as(people.ana).click(asked);
  await expect.poll(async () => (await deleting.pool()).review?.keptBy).toMatchObject({ userId: people.ana });
  expect((await deleting.pool()).reviewAtMs).toBeGreaterThan(Date.now());
  expect(await scenario.say(people.ana, 'show payments')).toContain('Asked for until');

  await overSince('reviewAtMs');
  await question(asked.messageTs);
  await deleting.run({ name: 'api', namespace: 'payments', replicas: 1 });
  const { askedAtMs = 0 } = (await deleting.pool()).review ?? {};
  await overSince('answerByMs');
  await expect
    .poll(async () => (await deleting.pool()).review?.askedAtMs, { timeout: 10_000 })
    .toBeGreaterThan(askedAtMs);
  expect((await deleting.pool()).state).toBe('ready');

  deleting.stop({ name: 'api', namespace: 'payments' });
  await expect.poll(() => deleting.running('api'), { timeout: 10_000 }).toBe(0);
  await overSince('answerByMs');
  await expect.poll(async () => (await deleting.pool()).state, { timeout: 60_000 }).toBe('gone');
  await deleting.expectGone();
});
