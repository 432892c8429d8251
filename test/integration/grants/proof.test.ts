import { afterEach, expect, test } from 'vitest';
import { pods } from '../../../emulators/kubernetes/resources.ts';
import { holdsAddress } from '../../../src/domain/cidr.ts';
import { connectionProofsOf } from '../../../src/domain/connection-proof.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { people, type Scenario, type ScenarioOptions, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const database = `${instanceId}.mysql.rds.example.internal:3306`;
const [zoneH, zoneG] = ['cn-beijing-h', 'cn-beijing-g'] as const;
const never = 10 * 24 * 60 * 60_000;

let scenario: Scenario;
afterEach(() => scenario.close());

/** A ready pool and an approved request for it. */
async function approved(options: ScenarioOptions = {}) {
  scenario = await startScenario({ file: { approvals, ...options.file }, ...options });
  const access = accessOn(scenario);
  const pool = await readyPool(scenario);
  const asked = await access.ask(pool);
  await access.approve(asked.id);
  return { access, pool, asked, alicloud: scenario.world.alicloud };
}

/** Waits until every zone has come to a result, whatever else the operation still does. */
async function proofs(operationId: string) {
  const look = async () => connectionProofsOf(await scenario.operation(operationId));
  await expect.poll(async () => (await look()).length, { timeout: 20_000, interval: 20 }).toBe(2);
  return Object.fromEntries((await look()).map(({ zoneId, proof }) => [zoneId, proof]));
}

const proofPods = () => scenario.prod.list(pods, 'egress-pool');
const noProofPods = () => expect.poll(() => proofPods().map(({ metadata }) => metadata.name)).toEqual([]);

test('a pod in each zone connects once the whitelist has its effect, and the thread says from where', async () => {
  const { access, pool, asked } = await approved();

  const operationId = await access.apply(asked.id);
  const found = await proofs(operationId);

  for (const { zoneId, cidrBlock } of pool.vSwitches) {
    const proof = found[zoneId];
    expect(proof).toEqual({ proof: 'open', from: expect.any(String), to: database, ms: 4 });
    expect(proof && 'from' in proof && holdsAddress(cidrBlock, proof.from)).toBe(true);
  }
  await noProofPods();
  expect(await access.grant(asked.grantId)).toMatchObject({ state: 'active' });
});

test('a whitelist without effect leaves the grant active, and names the zone that could not connect', async () => {
  const { access, pool, asked, alicloud } = await approved();
  const inH = pool.vSwitches.find(({ zoneId }) => zoneId === zoneH)?.cidrBlock ?? '';
  alicloud.settings.delays.whitelistEffectMs = 0;
  alicloud.databases.editGroup(instanceId, { name: 'by_hand', entries: [inH] });
  alicloud.settings.delays.whitelistEffectMs = never;

  const operationId = await access.apply(asked.id);
  const found = await proofs(operationId);

  expect(found[zoneH]).toMatchObject({ proof: 'open' });
  expect(found[zoneG]).toMatchObject({ proof: 'closed', to: database, said: '#28000ip not in whitelist' });
  expect(await access.grant(asked.grantId)).toMatchObject({ state: 'active' });
  expect(await scenario.store.readLock(`whitelist-${instanceId}`)).toEqual([]);
  await noProofPods();
});

test.each([
  ['nc', 'the canary image has no nc'],
  ['sh', 'StartError'],
])('an image without %s says that nothing could be measured', async (program, why) => {
  const { access, asked } = await approved({
    prepare: ({ kubernetes }) => kubernetes.settings.missingPrograms.push(program),
  });

  const found = await proofs(await access.apply(asked.id));

  expect(found[zoneH]).toEqual({ proof: 'unmeasured', why: expect.stringContaining(why) });
  expect(found[zoneG]).toEqual({ proof: 'unmeasured', why: expect.stringContaining(why) });
  expect(await access.grant(asked.grantId)).toMatchObject({ state: 'active' });
  await noProofPods();
});

test('a cluster that refuses the pod costs the proof and nothing else', async () => {
  const { access, asked } = await approved();
  scenario.world.kubernetes.settings.denied = [{ verb: 'create', resource: 'pods' }];

  const found = await proofs(await access.apply(asked.id));

  expect(found[zoneH]).toEqual({ proof: 'unmeasured', why: expect.stringContaining('create pods') });
  expect(await access.grant(asked.grantId)).toMatchObject({ state: 'active' });
});

test('an end in between stops the proof, whose pods are gone', async () => {
  const { access, asked, alicloud } = await approved();
  alicloud.settings.delays.whitelistEffectMs = never;
  const operationId = await access.apply(asked.id);
  await expect.poll(() => proofPods().length, { timeout: 20_000, interval: 5 }).toBe(2);

  const ending = await access.revoke(asked.grantId);
  const found = await proofs(operationId);

  expect(found[zoneH]).toEqual({ proof: 'unmeasured', why: expect.stringContaining('ended meanwhile') });
  await noProofPods();
  await scenario.until(ending, 'done');
});

test('a service that is started anew while pods try goes on with the same pods and leaves none', async () => {
  const { access, pool, asked, alicloud } = await approved();
  alicloud.settings.delays.whitelistEffectMs = never;
  const canaries = pool.vSwitches.length;
  const operationId = await access.apply(asked.id);
  await expect.poll(() => proofPods().length, { timeout: 20_000, interval: 5 }).toBe(2);

  await scenario.stopService();
  await scenario.startService();
  const found = await proofs(operationId);

  expect(found[zoneG]).toMatchObject({ proof: 'closed' });
  const created = scenario.world.kubernetes.journal.entries.filter(
    ({ call, status }) => call === 'create pods' && status === 201,
  );
  expect(created.length - canaries).toBe(2);
  await noProofPods();
});

test('a proof that an operator cancels leaves no pod, and the grant as it is', async () => {
  const { access, asked, alicloud } = await approved();
  alicloud.settings.delays.whitelistEffectMs = never;
  scenario.world.kubernetes.settings.delays.imagePullMs = 30 * 60_000;
  const operationId = await access.apply(asked.id);
  await expect.poll(() => proofPods().length, { timeout: 20_000, interval: 5 }).toBe(2);

  await scenario.say(people.olga, `cancel ${operationId}`);
  await scenario.until(operationId, 'cancelled');

  await noProofPods();
  expect(await access.grant(asked.grantId)).toMatchObject({ state: 'active' });
});

test('answers that are lost on the way cost nothing, and a pod that cannot be removed at once is removed later', async () => {
  const { access, asked } = await approved();
  const { faults } = scenario.world.kubernetes;
  const error = { kind: 'error' as const, status: 500, code: 'InternalError' };
  faults.add({ call: 'create pods', when: 'after', answer: { kind: 'reset' }, times: 2 });
  faults.add({ call: 'delete pods', when: 'before', answer: error, times: 3 });
  faults.add({ call: 'delete pods', when: 'after', answer: { kind: 'reset' } });

  const found = await proofs(await access.apply(asked.id));

  expect([found[zoneH]?.proof, found[zoneG]?.proof]).toEqual(['open', 'open']);
  await noProofPods();
});

test('a configuration that wants no proofs gets none', async () => {
  const canary = { image: 'registry.example/netcheck:1', proveGrants: false };
  const { access, asked } = await approved({ file: { approvals, canary } });

  const operationId = await access.apply(asked.id);
  await scenario.untilStep(operationId, 'confirm', 'running');
  const { steps } = await scenario.operation(operationId);

  expect(steps.map(({ name }) => name)).not.toContainEqual(expect.stringContaining('connection-'));
});

test('verify with a database connects from each zone, and says when nothing lets the pool in', async () => {
  const { access, asked } = await approved({ knowsClouds: true });
  const without = await scenario.begin(people.ana, `verify payments ${instanceId}`);
  await scenario.until(without, 'done');
  const said = await scenario.threadSays(without, 'is *done*');
  await proofs(await access.apply(asked.id));

  const operationId = await scenario.begin(people.ana, `verify payments ${instanceId}`);
  await scenario.until(operationId, 'done');
  const found = await proofs(operationId);

  expect(said).toContain(`No live grant lets this pool into \`${instanceId}\``);
  expect(connectionProofsOf(await scenario.operation(without))).toEqual([]);
  expect(found[zoneH]).toMatchObject({ proof: 'open' });
  expect(await scenario.threadSays(operationId, 'is *done*')).toMatch(/10\.64\.\S+ -&gt; \S+:3306 open in 4 ms/);
  expect(await scenario.say(people.ana, 'verify payments rm-unknown')).toContain('not among the databases');
  await noProofPods();
});
