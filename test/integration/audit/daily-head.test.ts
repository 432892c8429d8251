import { beforeEach, expect, test } from 'vitest';
import { auditEntry } from '../store/open-store.ts';
import { auditChannel, type BotJobs, startBotJobs } from './start-bot-jobs.ts';

const dayMs = 86_400_000;
let jobs: BotJobs;

beforeEach(async () => {
  jobs = await startBotJobs();
  await jobs.store.commit({ records: [], audit: [auditEntry('one'), auditEntry('two')] });
});

const posted = () => jobs.slack.state.messages.filter(({ channelId }) => channelId === auditChannel);
const due = async () => jobs.store.readDue(jobs.clock.now(), 10);

/** What the sweep and any number of processes do with what is due. */
async function runDue(processes = 1): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    const ids = await due();
    if (ids.length === 0) return;
    const nexts = await Promise.all(
      ids.flatMap((id) => Array.from({ length: processes }, () => jobs.heads.handle(id))),
    );
    jobs.pass(Math.max(...nexts.map((next) => (next.kind === 'later' ? next.delayMs : 0))));
  }
  throw new Error('the head is never posted');
}

test('the head is posted when the day is over: number, link and what was added', async () => {
  await jobs.heads.plan();
  expect(await due()).toEqual([]);

  jobs.pass(dayMs);
  await runDue();

  const head = await jobs.store.readAuditHead();
  expect(posted().map(({ text }) => text)).toEqual([expect.stringContaining('number *2*, 2 entries')]);
  expect(posted()[0]?.text).toContain(head.link);
});

test('any number of processes post it once a day', async () => {
  await Promise.all(Array.from({ length: 5 }, () => jobs.heads.plan()));

  for (let day = 1; day <= 3; day += 1) {
    jobs.pass(dayMs);
    await runDue(5);
    await jobs.store.commit({ records: [], audit: [auditEntry('more')] });
  }

  expect(posted().map(({ text }) => /\*(\d+)\*, \d+ \w+/.exec(text)?.[0])).toEqual([
    '*2*, 2 entries',
    '*3*, 1 entry',
    '*4*, 1 entry',
  ]);
});

test('a post whose answer was lost is not made again, and the next day is planned', async () => {
  await jobs.heads.plan();
  jobs.pass(dayMs);
  jobs.slack.faults.add({ call: 'chat.postMessage', when: 'after', answer: { kind: 'reset' } });

  await runDue();
  expect(posted()).toHaveLength(1);

  jobs.pass(dayMs);
  await runDue();
  expect(posted()).toHaveLength(2);
});

test('what was added while the first try failed is not in this head but in the next', async () => {
  await jobs.heads.plan();
  jobs.pass(dayMs);
  jobs.slack.faults.add({ call: 'chat.postMessage', when: 'before', answer: { kind: 'reset' } });
  const [id = ''] = await due();
  await jobs.heads.handle(id);
  await jobs.store.commit({ records: [], audit: [auditEntry('late')] });

  jobs.pass(10_000);
  await runDue();

  expect(posted().map(({ text }) => text)).toEqual([expect.stringContaining('number *2*')]);
});

test('after days without the service there is one head for all of them', async () => {
  await jobs.heads.plan();
  jobs.pass(5 * dayMs);

  await runDue();

  expect(posted()).toHaveLength(1);
  jobs.pass(dayMs);
  await runDue();
  expect(posted()).toHaveLength(2);
});

test('without an audit channel nothing is planned, and what was planned before is let go', async () => {
  await jobs.headless.plan();
  jobs.pass(dayMs);
  expect(await due()).toEqual([]);

  await jobs.heads.plan();
  jobs.pass(dayMs);
  for (const id of await due()) await jobs.headless.handle(id);
  expect(await due()).toEqual([]);
  expect(posted()).toEqual([]);
});
