import { afterAll, beforeAll, expect, test } from 'vitest';
import { configMaps } from '../../../emulators/kubernetes/resources.ts';
import { readyPool } from '../../support/access.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
  await readyPool(scenario);
}, 60_000);
afterAll(() => scenario.close());

test('a pool is described by its owner for everybody, and by nobody else', async () => {
  expect(await scenario.say(people.stan, 'describe payments "mine"')).toContain('This attempt is in the audit log');
  expect(await scenario.say(people.ana, `describe payments "${'x'.repeat(201)}"`)).toContain('at most 200 characters');

  expect(await scenario.say(people.ana, 'describe payments "settles <!channel> payments"')).toContain(
    'is described as',
  );

  const shown = '“settles &lt;!channel&gt; payments”';
  expect(await scenario.say(people.stan, 'show payments')).toContain(shown);
  expect(await scenario.say(people.stan, 'list')).toContain(shown);
  await scenario.say(people.olga, 'describe payments ""');
  expect(await scenario.pool('payments')).not.toHaveProperty('description');
});

test('a pool that was given away is changed by its new owner, and no more by the old one', async () => {
  expect(await scenario.say(people.stan, 'owner payments @security')).toContain('audit log');
  expect(await scenario.say(people.ana, 'owner payments stan')).toContain('is no user group');
  const given = (text: string) => scenario.say(people.ana, `owner payments ${text}`);

  expect(await given('@security')).toContain('belongs to <!subteam^S0SEC0001> now');

  expect(await given('S0ENG00001')).toContain('This attempt is in the audit log');
  expect(await scenario.say(people.ana, 'resize payments --pods 30 --dry-run')).toContain('audit log');
  await expect
    .poll(() => scenario.say(people.sara, 'describe payments "for the auditors"'), { timeout: 10_000 })
    .toContain('is described as');
  const recorded = () => {
    const at = { namespace: 'kube-system', name: 'egress-pool-record-payments' };
    return JSON.parse(scenario.prod.get(configMaps, at)?.data?.['record.json'] ?? '{}').pool;
  };
  await expect
    .poll(recorded, { timeout: 10_000 })
    .toMatchObject({ ownerGroup: 'S0SEC0001', description: 'for the auditors' });
  const [entry] = (await scenario.audit()).filter(({ what }) => what === 'pool.owner-changed');
  expect(entry).toMatchObject({
    actor: `slack:T0ACME0001/${people.ana}`,
    details: { pool: 'payments', from: `slack:T0ACME0001/${people.ana}`, to: 'S0SEC0001' },
  });
});
