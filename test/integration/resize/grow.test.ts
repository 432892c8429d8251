import { afterEach, expect, test } from 'vitest';
import { configMaps } from '../../../emulators/kubernetes/resources.ts';
import { zonesOf } from '../../../src/domain/pool.ts';
import { people } from '../../support/scenario.ts';
import { blocksOf, instances, type Resizing, startResizing } from './resizing.ts';

let resizing: Resizing;
afterEach(() => resizing.scenario.close());

test('a pool without grants gets a second vSwitch in each zone, and its nodes and pods are proven again', async () => {
  resizing = await startResizing({ grants: [] });
  const { scenario, before } = resizing;

  const id = await resizing.resize();
  await scenario.until(id, 'done');

  const pool = await resizing.pool();
  expect(pool).toMatchObject({ state: 'ready', expectedPods: 60 });
  expect(pool.changedBy).toBeUndefined();
  expect(pool.vSwitches.slice(0, 2).map(({ vSwitchId }) => vSwitchId)).toEqual(
    before.vSwitches.map(({ vSwitchId }) => vSwitchId),
  );
  expect(pool.vSwitches.slice(2).map(({ zoneId }) => zoneId)).toEqual(zonesOf(before));
  expect(pool.vSwitches.map(({ stage }) => stage)).toEqual([undefined, undefined, undefined, undefined]);
  for (const zoneId of zonesOf(pool)) {
    const inZone = pool.vSwitches.filter((one) => one.zoneId === zoneId).map(({ vSwitchId }) => vSwitchId);
    expect(resizing.lists()[zoneId]).toEqual(inZone);
  }
  const record = scenario.prod.get(configMaps, { namespace: 'kube-system', name: 'egress-pool-record-payments' });
  for (const block of blocksOf(pool)) expect(record?.data?.['record.json']).toContain(block);
  await scenario.threadSays(id, 'is resized');
  expect(await scenario.traces(before.vpcId)).toMatchObject({ operations: [], reservations: [] });
});

test('a pool is resized, and that is planned, for its owner and operators alone', async () => {
  resizing = await startResizing({ grants: [] });
  const { scenario, before } = resizing;

  for (const text of ['resize payments --pods 60', 'resize payments --pods 60 --dry-run']) {
    expect(await scenario.say(people.stan, text)).toContain('audit log');
  }

  const refused = async () => (await scenario.audit()).filter(({ what }) => what === 'command.refused');
  const refusals = async () => (await refused()).map(({ subject, actor }) => [subject, actor.split('/').at(-1)]);
  const once = ['resize', people.stan];
  await expect.poll(refusals).toEqual([once, once]);
  expect(await scenario.traces(before.vpcId)).toMatchObject({ operations: [] });
  expect(await resizing.pool()).toEqual(before);
  await scenario.until(await scenario.begin(people.olga, 'resize payments --pods 60 --dry-run'), 'done');
});

test('every database is asked first, by its own approvers, and Terway is told only when all admit the new addresses', async () => {
  resizing = await startResizing({ grants: [instances.payments, instances.orders] });
  const { scenario, before, access, grants } = resizing;

  const id = await resizing.resize();
  const asked = await resizing.asked(instances.payments);
  await resizing.asked(instances.orders);
  const waiting = await resizing.pool();

  const added = blocksOf(waiting).filter((block) => !blocksOf(before).includes(block));
  expect(added).toHaveLength(2);
  expect(asked.plan?.plan.addedCidrs.map(({ cidr }) => cidr).sort()).toEqual(added);
  expect(asked.plan?.plan.totalCidrs.map(({ cidr }) => cidr).sort()).toEqual(blocksOf(waiting));
  expect(asked.requesters).toContain(people.ana);
  expect(waiting.state).toBe('ready');
  expect(Object.values(resizing.lists()).flat()).toHaveLength(2);

  await resizing.admit(instances.payments);
  expect(resizing.entries(instances.payments)).toEqual(blocksOf(waiting));
  expect(resizing.entries(instances.orders)).toEqual(blocksOf(before));
  expect(Object.values(resizing.lists()).flat()).toHaveLength(2);
  expect(await scenario.store.readLock(`vpc-${before.vpcId}`)).not.toContain(id);

  await resizing.admit(instances.orders);
  await scenario.until(id, 'done');

  const pool = await resizing.pool();
  expect(resizing.entries(instances.orders)).toEqual(blocksOf(pool));
  expect(Object.values(resizing.lists()).flat()).toHaveLength(4);
  for (const { id: grantId, endMs, reason } of grants) {
    const grant = await access.grant(grantId);
    expect(grant).toMatchObject({ state: 'active', endMs, reason });
    expect(grant.inForce?.cidrs.map(({ cidr }) => cidr).sort()).toEqual(blocksOf(pool));
  }
});

test('one refusal stops it with the pool as it was; on a word it goes on without that database', async () => {
  resizing = await startResizing({ grants: [instances.payments, instances.orders] });
  const { scenario, before } = resizing;
  const id = await resizing.resize();
  await resizing.admit(instances.payments);

  await resizing.refuse(instances.orders);
  const stopped = await scenario.until(id, 'waiting');

  expect(stopped.error).toMatchObject({ code: 'CONSENT_REFUSED', step: 'consents' });
  expect(stopped.error?.text).toContain(instances.orders);
  expect((await resizing.pool()).state).toBe('ready');
  expect(Object.values(resizing.lists()).flat()).toHaveLength(2);
  expect(await scenario.say(people.ana, 'resize payments --pods 100')).toContain(id);
  expect(await scenario.click(people.stan, id, 'go on')).toContain('audit log');
  expect((await scenario.operation(id)).state).toBe('waiting');

  expect(await scenario.click(people.ana, id, 'go on')).toContain('without the databases that refused');
  await scenario.until(id, 'done');

  const pool = await resizing.pool();
  expect(resizing.entries(instances.payments)).toEqual(blocksOf(pool));
  expect(resizing.entries(instances.orders)).toEqual(blocksOf(before));
  expect(await scenario.threadSays(id, 'cannot reach')).toContain(instances.orders);
});

test('a retry after a refusal asks that database again', async () => {
  resizing = await startResizing({ grants: [instances.payments] });
  const { scenario } = resizing;
  const id = await resizing.resize();
  const first = await resizing.asked(instances.payments);
  await resizing.refuse(instances.payments);
  await scenario.until(id, 'waiting');

  await scenario.click(people.ana, id, 'retry');
  const second = await resizing.admit(instances.payments);
  await scenario.until(id, 'done');

  expect(second.id).not.toBe(first.id);
  expect(resizing.entries(instances.payments)).toEqual(blocksOf(await resizing.pool()));
});

test('access that is revoked meanwhile is waited for no longer, and ends', async () => {
  resizing = await startResizing({ grants: [instances.payments] });
  const { scenario, access, grants } = resizing;
  const id = await resizing.resize();
  await resizing.asked(instances.payments);

  await scenario.until(await access.revoke(grants[0]?.id ?? ''), 'done');
  await scenario.until(id, 'done');

  expect(resizing.entries(instances.payments)).toEqual(['127.0.0.1']);
  expect((await resizing.pool()).expectedPods).toBe(60);
});

test('rolling back takes the new addresses out of every whitelist, also of one that was opened meanwhile, before their vSwitches go', async () => {
  resizing = await startResizing({ grants: [instances.payments] });
  const { scenario, before, access, grants } = resizing;
  const id = await resizing.resize();
  await resizing.asked(instances.payments);
  const meanwhile = await access.ask(await resizing.pool(), { instanceId: instances.orders });
  await access.approve(meanwhile.id);
  const opened = await access.applied(meanwhile.id);
  grants.push(opened);
  expect(resizing.entries(instances.orders)).toHaveLength(4);
  await resizing.refuse(instances.payments);
  await scenario.until(id, 'waiting');

  await scenario.click(people.ana, id, 'rollback');
  await scenario.until(id, 'rolled-back', 60_000);

  const pool = await resizing.pool();
  expect(pool).toEqual({ ...before, changedBy: undefined });
  expect(resizing.entries(instances.orders)).toEqual(blocksOf(before));
  const narrowed = await access.grant(opened.id);
  expect(narrowed.inForce?.cidrs.map(({ cidr }) => cidr).sort()).toEqual(blocksOf(before));
  expect(narrowed.lastWritten[instances.orders]).toEqual(blocksOf(before));
  const left = [...scenario.world.alicloud.state.vSwitches.values()].filter(({ tags }) => tags['egress-pool/pool']);
  expect(left.map(({ cidrBlock }) => cidrBlock).sort()).toEqual(blocksOf(before));
  expect(await scenario.traces(before.vpcId)).toMatchObject({ reservations: [] });
});

test('access that is being written for the first time holds nothing up: it is not any more what was approved, and ends', async () => {
  resizing = await startResizing({ grants: [] });
  const { scenario, access, before } = resizing;
  const { faults } = scenario.world.alicloud;
  const asked = await access.ask(before, { instanceId: instances.payments });
  await access.approve(asked.id);
  const busy = { kind: 'error' as const, status: 403, code: 'IncorrectDBInstanceState' };
  faults.add({ call: 'rds:ModifySecurityIps', when: 'before', answer: busy, times: 1_000 });
  const applying = await access.apply(asked.id);
  const { id: grantId } = await access.untilGrant(asked.grantId, 'applying');

  const id = await resizing.resize();
  await scenario.untilStep(id, 'consents', 'running');
  faults.clear();
  await scenario.until(applying, 'done');
  await access.untilGrant(grantId, 'ended');
  expect((await access.request(asked.id)).state).toBe('superseded');

  await scenario.until(id, 'done');
  const open = resizing.entries(instances.payments) ?? [];
  expect(blocksOf(await resizing.pool()).filter((cidr) => open.includes(cidr))).toEqual([]);
});
