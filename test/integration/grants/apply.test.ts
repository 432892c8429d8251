import { afterEach, expect, test } from 'vitest';
import { configMaps } from '../../../emulators/kubernetes/resources.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { type Scenario, startScenario } from '../../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const instanceId = 'rm-2zepayments';

test('an approved request ends in the whitelist as it was planned, and a revoke takes it out again', async () => {
  scenario = await startScenario({ file: { approvals } });
  const { databases } = scenario.world.alicloud;
  const access = accessOn(scenario);
  const pool = await readyPool(scenario);
  const before = structuredClone(databases.get(instanceId).groups);

  const asked = await access.ask(pool);
  expect(asked).toMatchObject({ state: 'pending', round: 1, rule: { because: 'rule 1 (env=prod)' } });
  expect(asked.plan?.plan).toMatchObject({ namespaces: ['payments'], areNamespacesEnforced: true });
  await access.approve(asked.id);
  const grant = await access.applied(asked.id);

  const cidrs = pool.vSwitches.map(({ cidrBlock }) => cidrBlock).sort();
  expect(grant).toMatchObject({ state: 'active', inForce: { requestId: asked.id, planHash: asked.plan?.hash } });
  expect(databases.entries(instanceId, grant.groupName)).toEqual(cidrs);
  expect(recordOf(scenario)).toMatchObject({ grants: [{ grantId: grant.id, group: grant.groupName }] });
  expect((await access.request(asked.id)).outcome?.text).toContain('read back');

  const ending = await access.revoke(grant.id);
  await scenario.until(ending, 'done');

  expect(await access.grant(grant.id)).toMatchObject({ state: 'ended', endCause: 'revoked' });
  expect(databases.entries(instanceId, grant.groupName)).toEqual(['127.0.0.1']);
  expect(databases.get(instanceId).groups.filter(({ name }) => name !== grant.groupName)).toEqual(before);
  expect(recordOf(scenario)).toMatchObject({ grants: [] });
  expect(await scenario.store.read(`pair-${pool.id}-${instanceId}`)).toBeUndefined();
});

function recordOf({ prod }: Scenario): unknown {
  const found = prod.get(configMaps, { namespace: 'kube-system', name: 'egress-pool-record-payments' });
  return JSON.parse(found?.data?.['record.json'] ?? 'null');
}
