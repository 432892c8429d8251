import { afterEach, expect, test } from 'vitest';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const write = 'rds:ModifySecurityIps';

let scenario: Scenario;
afterEach(() => scenario.close());

async function approved() {
  scenario = await startScenario({ file: { approvals } });
  const access = accessOn(scenario);
  const pool = await readyPool(scenario);
  const asked = await access.ask(pool);
  await access.approve(asked.id);
  const { databases, faults } = scenario.world.alicloud;
  const cidrs = pool.vSwitches.map(({ cidrBlock }) => cidrBlock).sort();
  return { access, asked, databases, faults, cidrs };
}

const writes = () => scenario.world.alicloud.journal.filter(({ name, changed }) => name === write && changed).length;

test('a write whose answer is lost is looked at and not sent again', async () => {
  const { access, asked, databases, faults, cidrs } = await approved();
  faults.add({ call: write, when: 'after', answer: { kind: 'reset' } });

  const grant = await access.applied(asked.id);

  expect(grant.state).toBe('active');
  expect(databases.entries(instanceId, grant.groupName)).toEqual(cidrs);
  expect(writes()).toBe(1);
});

test('a removal goes on through every failure until it is proven', async () => {
  const { access, asked, databases, faults } = await approved();
  const grant = await access.applied(asked.id);
  const error = (status: number, code: string) => ({ kind: 'error' as const, status, code });
  faults.add({ call: write, when: 'before', answer: error(500, 'InternalError'), times: 12 });
  faults.add({ call: write, when: 'before', answer: error(403, 'Forbidden.RAM') });
  faults.add({ call: write, when: 'before', answer: error(404, 'IncorrectDBInstanceLockMode') });

  await scenario.until(await access.revoke(grant.id), 'done');

  expect(await access.grant(grant.id)).toMatchObject({ state: 'ended' });
  expect(databases.entries(instanceId, grant.groupName)).toEqual(['127.0.0.1']);
});

test('a write that fails after its intent was recorded is tried again as the same', async () => {
  const { access, asked, databases, faults, cidrs } = await approved();
  faults.add({ call: write, when: 'before', answer: { kind: 'error', status: 500, code: 'InternalError' }, times: 2 });

  const grant = await access.applied(asked.id);

  expect(grant).toMatchObject({ state: 'active', endMs: (await access.request(asked.id)).approved?.endMs });
  expect(databases.entries(instanceId, grant.groupName)).toEqual(cidrs);
  expect(writes()).toBe(1);
});
