import { afterEach, expect, test } from 'vitest';
import type { Pool } from '../../../src/domain/pool.ts';
import { freezeChange } from '../../../src/store/access-records.ts';
import { operationOf, unfinishedIndex } from '../../../src/store/operation-record.ts';
import { poolChange } from '../../../src/store/pool-record.ts';
import { accessOn, approvals, readyPool, untilApplied } from '../../support/access.ts';
import { type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const instanceIds = [instanceId, 'rm-2zepaymentsdev', 'rm-2zeorders', 'rr-2zeorders1'];
const dayMs = 86_400_000;

let scenario: Scenario;
afterEach(() => scenario.close());

async function setUp(policy: object = approvals) {
  scenario = await startScenario({ file: { approvals: policy } });
  const { databases } = scenario.world.alicloud;
  const pool = await readyPool(scenario);
  const lists = () => structuredClone(instanceIds.map((id) => ({ id, groups: databases.get(id).groups })));
  return { access: accessOn(scenario), databases, pool, lists };
}

async function changePool(pool: Pool, changes: Partial<Pool>): Promise<void> {
  const result = await scenario.store.commit({ records: [poolChange({ ...pool, ...changes }, { states: ['ready'] })] });
  expect(result.ok).toBe(true);
}

type Setting = Awaited<ReturnType<typeof setUp>>;

const changes: { what: string; change: (setting: Setting) => unknown; text: RegExp | string }[] = [
  {
    what: 'a namespace of the pool',
    change: ({ pool }) => changePool(pool, { namespaces: ['payments', 'billing'] }),
    text: 'namespace added: billing',
  },
  {
    what: 'a read-only instance',
    change: ({ databases }) => databases.addReplica(instanceId, 'rr-2zepayments1'),
    text: 'replica added: rr-2zepayments1',
  },
];

test.each(changes)(
  'when $what was added after the approval, nothing is written and people are asked again',
  async ({ change, text }) => {
    const setting = await setUp();
    const { access, pool, lists } = setting;
    const asked = await access.ask(pool);
    await access.approve(asked.id);
    await change(setting);
    const before = lists();

    await scenario.until(await access.apply(asked.id), 'done');

    const again = await access.request(asked.id);
    expect(again).toMatchObject({ state: 'pending', round: 2, decisions: [] });
    expect(again.approved).toBeUndefined();
    expect(again.difference.join('; ')).toContain(text);
    expect(lists()).toEqual(before);
    expect(await scenario.store.read(asked.grantId)).toBeUndefined();
  },
);

test('what was approved by a rule does not hold when the instance falls under a stricter one', async () => {
  const { access, pool, databases, lists } = await setUp({ ...approvals, rules: approvals.rules.slice(0, 1) });
  const asked = await access.ask(pool, { instanceId: 'rm-2zepaymentsdev' });
  expect(asked.rule?.because).toContain('the fallback');
  await access.approve(asked.id, { by: ['U04OLGA'] });
  databases.setTags('rm-2zepaymentsdev', { team: 'payments', env: 'prod' });
  const before = lists();

  await scenario.until(await access.apply(asked.id), 'done');

  const again = await access.request(asked.id);
  expect(again).toMatchObject({ state: 'pending', round: 2, rule: { because: 'rule 1 (env=prod)' } });
  expect(again.difference.join()).toContain('who decides');
  expect(lists()).toEqual(before);
});

test('one approval of two is none', async () => {
  const { access, pool, lists } = await setUp();
  const asked = await access.ask(pool);
  await access.approve(asked.id, { by: ['U02DAVID'] });
  const before = lists();

  await scenario.until(await access.apply(asked.id), 'done');

  expect(await access.request(asked.id)).toMatchObject({ state: 'pending', round: 2 });
  expect(lists()).toEqual(before);
});

const obstacles: { what: string; change: (setting: Setting & { group: string }) => unknown; text: RegExp }[] = [
  {
    what: 'somebody else put an entry into our group',
    change: ({ databases, group }) => databases.editGroup(instanceId, { name: group, entries: ['192.0.2.7'] }),
    text: /somebody else put 192\.0\.2\.7\/32/,
  },
  {
    what: 'an operator has frozen everything',
    change: () => scenario.store.commit({ records: [freezeChange({ reason: 'incident 7', by: 'x', atMs: 1 })] }),
    text: /frozen database access \(incident 7\)/,
  },
  {
    what: 'the instance is out of scope',
    change: ({ databases }) => databases.setTags(instanceId, { env: 'prod' }),
    text: /not among the databases/,
  },
  {
    what: 'the instance is locked',
    change: ({ databases }) => databases.lock(instanceId, { lockMode: 'LockByDiskQuota' }),
    text: /is locked/,
  },
  {
    what: 'the request was withdrawn',
    change: ({ pool }) => scenario.store.commit({ records: [{ id: requestIdOf(pool), state: 'withdrawn' }] }),
    text: /it is withdrawn/,
  },
  {
    what: 'a network interface of somebody else is in the pool',
    change: ({ pool }) => {
      const [zone] = pool.vSwitches;
      const { networkInterfaces } = scenario.world.alicloud.state;
      const [any] = networkInterfaces.values();
      if (!any) throw new Error('no network interface');
      const foreign = { ...any, networkInterfaceId: 'eni-foreign', vSwitchId: zone?.vSwitchId ?? '', tags: {} };
      networkInterfaces.set('eni-foreign', foreign);
    },
    text: /eni-foreign/,
  },
];

let lastRequestId = '';
const requestIdOf = (_: Pool) => lastRequestId;

test.each(obstacles)('when $what, the approved request is refused and nothing is written', async ({ change, text }) => {
  const setting = await setUp();
  const { access, pool, lists } = setting;
  const asked = await access.ask(pool);
  await access.approve(asked.id);
  lastRequestId = asked.id;
  await change({ ...setting, group: asked.plan?.plan.primary.group.name ?? '' });
  const before = lists();

  const operation = await scenario.until(await access.apply(asked.id), 'failed');

  expect(operation.error).toMatchObject({ code: 'GRANT_REFUSED' });
  expect(operation.error?.text).toMatch(text);
  expect(lists()).toEqual(before);
});

test('at its end nothing is written any more', async () => {
  const { access, pool, lists } = await setUp();
  const asked = await access.ask(pool, { duration: { kind: 'limited', durationMs: 60_000 } });
  const approved = await access.approve(asked.id);
  const before = lists();
  await expect.poll(() => Date.now() > (approved.approved?.endMs ?? 0)).toBe(true);

  const operation = await scenario.until(await access.apply(asked.id), 'failed');

  expect(operation.error?.text).toMatch(/its end has come already|it is over: .*its end came/);
  expect(lists()).toEqual(before);
});

test('what does not matter does not stop it: another name, other groups, an hour of not Running', async () => {
  const { access, pool, databases } = await setUp();
  const asked = await access.ask(pool, { duration: { kind: 'limited', durationMs: 30 * dayMs } });
  await access.approve(asked.id);
  databases.get(instanceId).description = 'renamed';
  databases.editGroup(instanceId, { name: 'office', entries: ['10.200.2.0/24'] });
  databases.setStatus(instanceId, { status: 'DBInstanceClassChanging', forMs: 60 * 60_000 });

  const operationId = await access.apply(asked.id);
  await scenario.untilStep(operationId, 'running', 'running');
  expect(await scenario.store.readLock(`whitelist-${instanceId}`)).toEqual([]);
  await untilApplied(scenario, operationId);

  const grant = await access.grant(asked.grantId);
  expect(databases.entries(instanceId, grant.groupName)).toHaveLength(2);
  expect(databases.entries(instanceId, 'office')).toEqual(['10.200.2.0/24']);
});

test('read-only instances are written too, and in the enhanced mode only the list for the VPC', async () => {
  const { access, pool, databases } = await setUp();
  databases.addReplica(instanceId, 'rr-2zepayments1');
  databases.migrateToEnhanced(instanceId);
  const asked = await access.ask(pool);
  await access.approve(asked.id);

  const grant = await access.applied(asked.id);

  const ours = (id: string) => databases.get(id).groups.filter(({ name }) => name === grant.groupName);
  expect(ours(instanceId).map(({ networkType }) => networkType)).toEqual(['VPC']);
  expect(ours('rr-2zepayments1').map(({ networkType }) => networkType)).toEqual(['MIX']);
  expect(databases.entries('rr-2zepayments1', grant.groupName)).toHaveLength(2);
});

test('while the pool is being changed a request waits for its plan', async () => {
  const { access, pool } = await setUp();
  await changePool(pool, { state: 'changing' });
  const asking = access.ask(pool);
  const waitsFor = async () => {
    const records = await scenario.store.readMany(await scenario.store.readIndex(unfinishedIndex));
    return records.map(operationOf).flatMap(({ steps }) => steps.map(({ record }) => record.waitingFor));
  };
  await expect.poll(waitsFor, { timeout: 10_000 }).toContain('the change of pool payments');

  await scenario.store.commit({ records: [poolChange(pool, { states: ['changing'] })] });

  expect(await asking).toMatchObject({ state: 'pending', round: 1 });
});

test('while the pool is being changed what was approved waits for its write, holding nothing', async () => {
  const { access, pool, lists } = await setUp();
  const asked = await access.ask(pool);
  await access.approve(asked.id);
  await changePool(pool, { state: 'changing' });
  const before = lists();

  const operationId = await access.apply(asked.id);
  const waitsFor = async () => (await scenario.operation(operationId)).steps.map(({ record }) => record.waitingFor);
  await expect.poll(waitsFor, { timeout: 10_000 }).toContain('the change of pool payments');
  expect(lists()).toEqual(before);
  expect(await scenario.store.readLock(`whitelist-${instanceId}`)).toEqual([]);

  await scenario.store.commit({ records: [poolChange(pool, { states: ['changing'] })] });
  await untilApplied(scenario, operationId);
  expect(await access.grant(asked.grantId)).toMatchObject({ state: 'active' });
});
