import { beforeEach, expect, test } from 'vitest';
import { exportField } from '../../../src/store/export-record.ts';
import { auditEntry } from '../store/open-store.ts';
import { type BotJobs, startBotJobs } from './start-bot-jobs.ts';

const id = 'export-abcdefghjkmn';
const olga = 'U04OLGA';
let jobs: BotJobs;

beforeEach(async () => {
  jobs = await startBotJobs();
  await jobs.store.commit({ records: [], audit: [auditEntry('one'), auditEntry('two')] });
});

async function order({ state = 'wanted', upTo = 2 } = {}): Promise<void> {
  const set = {
    [exportField.filter]: '{}',
    [exportField.order]: JSON.stringify({ userId: olga, upTo, askedAtMs: jobs.clock.now() }),
  };
  await jobs.store.commit({ records: [{ id, state, set }], due: [{ id, atMs: jobs.clock.now() }] });
}

/** Runs the job until nothing is left to do; waits are passed over. */
async function runToEnd(): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    const next = await jobs.exports(id);
    if (next.kind === 'finished') return;
    jobs.pass(next.delayMs);
  }
  throw new Error('the export does not end');
}

const sentFiles = () => jobs.slack.state.messages.filter(({ fileIds }) => fileIds.length > 0);
const whats = async () => (await jobs.store.readAudit({ after: 2, limit: 100 })).map(({ what }) => what);

test('an upload whose answer is lost is not done again', async () => {
  await order();
  jobs.slack.faults.add({ call: 'files.completeUploadExternal', when: 'after', answer: { kind: 'reset' } });

  await runToEnd();

  expect(sentFiles()).toHaveLength(1);
  expect(await whats()).toEqual(['audit-export.sent']);
});

test('a log of several pages comes in order, oldest entry first', async () => {
  const many = Array.from({ length: 1_200 }, (_, index) => auditEntry('many', { index }));
  await jobs.store.commit({ records: [], audit: many });
  await order({ upTo: 1_202 });

  await runToEnd();

  const files = [...jobs.slack.state.files.values()];
  const jsonl = String(files.find(({ name }) => name.endsWith('.jsonl'))?.bytes);
  const numbers = jsonl
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).number);
  expect(numbers).toEqual(Array.from({ length: 1_202 }, (_, index) => index + 1));
  expect(sentFiles()[0]?.text).toContain('1202 entries');
});

test('an upload that did not happen is done again', async () => {
  await order();
  jobs.slack.faults.add({ call: 'files.completeUploadExternal', when: 'before', answer: { kind: 'reset' } });

  await runToEnd();

  expect(sentFiles()).toHaveLength(1);
});

test('a process that died after the upload is followed by one that finds it', async () => {
  await order();
  const { commit } = jobs.store;
  jobs.store.commit = (change) => (change.audit ? Promise.reject(new Error('killed')) : commit(change));
  await jobs.exports(id);
  jobs.store.commit = commit;

  await runToEnd();

  expect(sentFiles()).toHaveLength(1);
  expect(await whats()).toEqual(['audit-export.sent']);
});

test('ten processes at once send it once', async () => {
  await order();

  await Promise.all(Array.from({ length: 10 }, () => jobs.exports(id)));
  await runToEnd();

  expect(sentFiles()).toHaveLength(1);
  expect(await whats()).toEqual(['audit-export.sent']);
});

test('where the app may not upload, the asker is told so and how to have it', async () => {
  await order();
  const answer = { kind: 'error', status: 200, code: 'missing_scope' } as const;
  jobs.slack.faults.add({ call: 'files.getUploadURLExternal', when: 'before', answer, times: 9 });

  await runToEnd();

  expect(sentFiles()).toEqual([]);
  const [told] = jobs.slack.state.messages.filter(({ isFromBot }) => isFromBot);
  expect(told?.text).toContain('missing_scope');
  expect(told?.text).toContain('npm run cli -- audit export');
  expect(await whats()).toEqual(['audit-export.failed']);
});

test.each(['offered', 'sent', 'failed'])(
  'the record of an export that is %s goes when its time has come',
  async (state) => {
    await order({ state });

    await jobs.exports(id);

    expect(await jobs.store.read(id)).toBeUndefined();
    expect(await jobs.store.readDue(jobs.clock.now() + 1e9, 10)).toEqual([]);
    expect(sentFiles()).toEqual([]);
  },
);

test('no secret address of an upload gets into the metrics', async () => {
  await order();

  await runToEnd();

  const text = await jobs.metrics.text();
  expect(text).toContain('method="upload"');
  expect(text.match(/slack_calls_total\{/g)?.length).toBeLessThan(6);
});
