import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { verifyAudit } from '../../../src/domain/audit-chain.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const timeoutMs = 10_000;
let scenario: Scenario;
beforeEach(async () => {
  scenario = await startScenario();
});
afterEach(() => scenario.close());

const log = () => scenario.store.readAudit({ after: 0, limit: 1_000 });
const whats = async () => (await log()).map(({ what, actor }) => `${actor} ${what}`);

async function clickExport(userId: string) {
  const { slack } = scenario.world;
  const shown = slack.state.ephemerals.findLast((one) => JSON.stringify(one.blocks).includes('audit_export'));
  if (!shown) throw new Error('no button is shown');
  await slack.as(userId).click({ channelId: shown.channelId, messageTs: shown.ts, actionId: 'audit_export' });
}

const directFiles = () => {
  const { state } = scenario.world.slack;
  return state.messages
    .filter(({ channelId, fileIds }) => fileIds.length > 0 && state.channels.get(channelId)?.kind === 'im')
    .map((message) => ({
      members: [...(state.channels.get(message.channelId)?.members ?? [])],
      files: message.fileIds.flatMap((id) => state.files.get(id) ?? []),
    }));
};

test('shows an operator who did what, newest first, and offers the files', async () => {
  await scenario.say(people.ana, 'create payments --pods 40 --cluster prod --dry-run');
  await scenario.say(people.stan, 'create other --pods 40');
  await vi.waitFor(async () => expect(await whats()).toContain('slack:T0ACME0001/U05STAN command.refused'));

  const answer = await scenario.say(people.olga, 'audit');

  const lines = answer.split('\n').filter((line) => /^\d+\. /.test(line));
  const numbers = lines.map((line) => Number(line.split('.')[0]));
  expect(numbers).toEqual(numbers.toSorted((left, right) => right - left));
  expect(answer).toMatch(/UTC <@U01ANA> asked for `op-[a-z0-9]{12}` of `payments`: plan-pool/);
  expect(answer).toMatch(/<@U05STAN> was refused the command `create`/);
  expect(answer).toContain('*Export* sends you everything');
});

test('shows only what fits the pool and the time that were asked for', async () => {
  await scenario.say(people.ana, 'create payments --pods 40 --cluster prod --dry-run');
  await scenario.say(people.ana, 'create billing --pods 40 --cluster prod --dry-run');

  expect(await scenario.say(people.olga, 'audit --pool billing')).not.toContain('payments');
  expect(await scenario.say(people.olga, 'audit --pool billing --since 9d')).toContain('`billing`');
  expect(await scenario.say(people.olga, 'audit --pool nothing')).toContain('No entry of the audit log fits');
  expect(await scenario.say(people.olga, 'audit --since yesterday')).toContain('is not a duration');
});

test('refuses everybody else privately, shows it in no help but theirs, and writes that down', async () => {
  const answer = await scenario.say(people.ana, 'audit');

  expect(answer).toContain('not among those who may read the audit log');
  await vi.waitFor(async () => expect(await whats()).toContain('slack:T0ACME0001/U01ANA command.refused'));
  expect(await scenario.say(people.ana, 'help')).not.toContain('egress-pool audit');
  expect(await scenario.say(people.olga, 'help')).toContain('/egress-pool audit [--pool P] [--since 7d]');
});

test('sends both formats once to the direct messages of the operator, however often the button is pressed', async () => {
  await scenario.say(people.ana, 'create payments --pods 40 --cluster prod --dry-run');
  await scenario.say(people.olga, 'audit');

  await Promise.all(Array.from({ length: 10 }, () => clickExport(people.olga)));

  await vi.waitFor(async () => expect(await whats()).toContain('system:audit-export audit-export.sent'), {
    timeout: timeoutMs,
  });
  const [sent, ...more] = directFiles();
  expect(more).toEqual([]);
  expect(sent?.members).toContain(people.olga);
  expect(sent?.members).toHaveLength(2);
  const [csv, jsonl] = sent?.files ?? [];
  expect([csv?.name, jsonl?.name]).toEqual([
    expect.stringMatching(/^audit-export-[a-z0-9]{12}\.csv$/),
    expect.stringMatching(/\.jsonl$/),
  ]);
  expect(csv?.bytes.toString()).toMatch(/^number,time,actor,what,subject,pool,details,hash,link\r\n1,/);
  const entries = String(jsonl?.bytes)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(verifyAudit(entries).findings).toEqual([]);
  expect(entries.map(({ what }) => what)).toContain('operation.requested');
  expect((await whats()).filter((what) => what.includes('audit-export'))).toEqual([
    'slack:T0ACME0001/U04OLGA audit-export.requested',
    'system:audit-export audit-export.sent',
  ]);
});

test('writes down clicks of people of another workspace, who are told that they may not', async () => {
  const hang = { call: 'vpc:CreateVSwitch', when: 'before', answer: { kind: 'hang' }, times: 9 } as const;
  scenario.world.alicloud.faults.add(hang);
  const id = await scenario.begin(people.ana, 'create payments --pods 40 --cluster prod');

  const answer = await scenario.click(people.eve, id, 'cancel');

  expect(answer).toContain('Only people of the workspace');
  await vi.waitFor(async () => expect(await whats()).toContain('slack:T0OTHER001/U07EXT action.refused'));
  expect((await scenario.operation(id)).cancelledBy).toBeUndefined();
});
