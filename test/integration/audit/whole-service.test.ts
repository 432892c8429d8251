import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const timeoutMs = 20_000;
let scenario: Scenario;
beforeEach(async () => {
  scenario = await startScenario();
});
afterEach(() => scenario.close());

const filePosts = () => scenario.world.slack.state.messages.filter(({ fileIds }) => fileIds.length > 0);

test('an export that was asked for survives the end of the service, and comes once', async () => {
  const { slack } = scenario.world;
  await scenario.say(people.ana, 'create payments --pods 40 --cluster prod --dry-run');
  await scenario.say(people.olga, 'audit');
  const shown = slack.state.ephemerals.findLast((one) => JSON.stringify(one.blocks).includes('audit_export'));
  const [id = ''] = /export-[a-z0-9]{12}/.exec(JSON.stringify(shown?.blocks)) ?? [];
  slack.faults.add({ call: 'files.getUploadURLExternal', when: 'before', answer: { kind: 'reset' }, times: 2 });
  await slack
    .as(people.olga)
    .click({ channelId: shown?.channelId ?? '', messageTs: shown?.ts ?? '', actionId: 'audit_export' });

  const failed = async () => (await scenario.store.readMany([id]))[0]?.fields.failures === '1';
  await vi.waitFor(async () => expect(await failed()).toBe(true), { timeout: timeoutMs });
  await scenario.stopService();
  expect(filePosts()).toEqual([]);
  await scenario.startService();

  await vi.waitFor(() => expect(filePosts()).toHaveLength(1), { timeout: timeoutMs, interval: 50 });
  const sent = async () => (await scenario.store.readAudit({ after: 0, limit: 500 })).map(({ what }) => what);
  await vi.waitFor(async () => expect(await sent()).toContain('audit-export.sent'), { timeout: timeoutMs });
  expect(filePosts()).toHaveLength(1);
});

test('the service plans the head of the day and posts it to the audit channel when the day is over', async () => {
  const soon = Date.now() + 400_000;
  const planned = async () => (await scenario.store.readDue(soon, 100)).filter((id) => id.startsWith('head-'));
  await vi.waitFor(async () => expect(await planned()).toHaveLength(1), { timeout: timeoutMs });
  const [id = ''] = await planned();

  const now = Date.now();
  await scenario.store.commit({ records: [{ id, set: { endsAtMs: String(now) } }], due: [{ id, atMs: now }] });

  const { state } = scenario.world.slack;
  const heads = () => state.messages.filter(({ channelId }) => channelId === 'C0AUDIT001');
  await vi.waitFor(() => expect(heads()).toHaveLength(1), { timeout: timeoutMs });
  expect(heads()[0]?.text).toContain('audit verify --head');
});
