import { afterEach, expect, test } from 'vitest';
import { podDisruptionBudgets } from '../../../emulators/kubernetes/resources.ts';
import { accessRequestChange } from '../../../src/store/access-records.ts';
import { poolChange } from '../../../src/store/pool-record.ts';
import { home } from '../../support/conversation.ts';
import { people } from '../../support/scenario.ts';
import { type Deleting, instanceId, startDeleting } from './deleting.ts';

let deleting: Deleting;
afterEach(() => deleting.scenario.close());

test('a pool is deleted by whoever may once its name was typed, after its databases were closed, and nothing is left', async () => {
  deleting = await startDeleting();
  const { scenario, access, before } = deleting;
  const { slack } = scenario.world;
  const grant = await access.granted(before, 3_600_000);
  const asked = await access.ask(before, { instanceId: 'rm-2zeorders' });

  for (const text of ['delete payments', 'delete payments --dry-run', 'delete payments --confirm payments']) {
    expect(await scenario.say(people.stan, text)).toContain('audit log');
  }
  const refused = await scenario.say(people.ana, 'delete payments --confirm payments');
  expect(refused).toContain(grant.id);
  const answer = slack.state.ephemerals.findLast(({ userId }) => userId === people.ana);
  await slack.as(people.ana).click({ channelId: home, messageTs: answer?.ts ?? '', actionId: 'pool_revoke_all' });
  await access.untilGrant(grant.id, 'ended');
  expect((await access.request(asked.id)).state).toBe('withdrawn');

  const late = await access.ask(before, { instanceId: 'rm-2zeorders' });
  expect(await scenario.say(people.ana, 'delete payments --confirm payment')).toContain('type the name');
  await scenario.say(people.ana, 'delete payments');
  const form = await slack.waitFor(({ views }) => [...views.values()][0], { timeoutMs: 5_000, what: 'the form' });
  const wrong = await slack.as(people.ana).submit(form.id, { confirm: 'orders' });
  expect(wrong.fieldErrors).toEqual({ confirm: expect.stringContaining('type the name') });
  expect((await deleting.pool()).state).toBe('ready');
  await slack.as(people.ana).submit(form.id, { confirm: 'payments' });

  await expect.poll(async () => (await deleting.pool()).state, { timeout: 10_000 }).toBe('deleting');
  const id = (await deleting.pool()).operationId;
  expect(await access.request(late.id)).toMatchObject({ state: 'withdrawn' });
  await scenario.until(id, 'done');

  await deleting.expectGone();
  await scenario.threadSays(id, 'Its name and its addresses are free');
});

test('pods of the pool keep it, pods that stray there are moved off, and a disruption budget asks a person', async () => {
  deleting = await startDeleting();
  const { scenario } = deleting;
  await deleting.run({ name: 'api', namespace: 'payments', replicas: 2 });
  await deleting.run({ name: 'dns', namespace: 'kube-system', replicas: 1 });
  scenario.prod.put(podDisruptionBudgets, {
    ...{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'dns', namespace: 'kube-system' } },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'dns' } } },
  });

  const planned = await scenario.begin(people.ana, 'delete payments --dry-run');
  expect(await scenario.threadSays(planned, 'pods run on it')).toContain('kube-system/dns');
  const id = await deleting.delete();
  const refused = await scenario.until(id, 'failed');
  expect(refused.error).toMatchObject({ code: 'POOL_IN_USE' });
  expect(refused.error?.text).toContain('payments/api (2)');
  expect(refused.error?.text).not.toContain('dns');
  expect(await deleting.press(people.ana, id, 'operation_pods')).toContain('payments/api');
  expect((await deleting.pool()).state).toBe('ready');

  deleting.stop({ name: 'api', namespace: 'payments' });
  await expect.poll(() => scenario.say(people.ana, `retry ${id}`), { timeout: 5_000 }).toContain('tried again');
  await scenario.threadSays(id, 'disruption budget dns');
  const stopped = await scenario.until(id, 'waiting', 60_000);
  expect(stopped.error?.text).toContain('kube-system/dns');
  expect(await scenario.say(people.ana, `rollback ${id}`)).toContain('nothing of that is undone');

  scenario.prod.delete(podDisruptionBudgets, { namespace: 'kube-system', name: 'dns' });
  await scenario.click(people.ana, id, 'retry');
  await scenario.until(id, 'done', 60_000);
  await deleting.expectGone();
});

test('what still holds an address or admits one is named, and only an operator may leave entries of others', async () => {
  deleting = await startDeleting();
  const { scenario, before } = deleting;
  const { alicloud } = scenario.world;
  const [block = '', other = ''] = before.vSwitches.map(({ cidrBlock }) => cidrBlock);
  alicloud.settings.leaveInterfaces = 1;
  alicloud.databases.editGroup(instanceId, { name: 'ep_other_0123abcd', entries: [block] });
  alicloud.databases.editGroup('rm-2zeorders', { name: 'dba', entries: [other, '10.0.0.0/8'] });

  const id = await deleting.delete();
  const used = await scenario.until(id, 'waiting', 60_000);
  const left = [...alicloud.state.networkInterfaces.values()].filter(({ vSwitchId }) =>
    before.vSwitches.some((one) => one.vSwitchId === vSwitchId),
  );
  expect(used.error?.text).toContain(`${left[0]?.networkInterfaceId} of Terway, detached`);
  for (const one of left) alicloud.state.networkInterfaces.delete(one.networkInterfaceId);
  await scenario.click(people.ana, id, 'retry');

  const held = await scenario.until(id, 'waiting', 60_000);
  expect(held.error).toMatchObject({ code: 'WHITELIST_HOLDS_CIDR', step: 'whitelists' });
  expect(held.error?.text).toContain(`group ep_other_0123abcd of ${instanceId}`);
  expect(JSON.stringify(scenario.progressOf(id)?.blocks)).not.toContain('confirm_entries');
  alicloud.databases.removeGroup(instanceId, 'ep_other_0123abcd');
  await scenario.click(people.ana, id, 'retry');

  const foreign = await scenario.until(id, 'waiting', 60_000);
  expect(foreign.error?.text).toContain(`${other} in group dba of rm-2zeorders`);
  expect(await deleting.press(people.ana, id, 'operation_confirm_entries')).toContain('audit log');
  expect((await scenario.operation(id)).state).toBe('waiting');
  expect(scenario.leftovers('payments').filter((one) => one.startsWith('vSwitch'))).toHaveLength(2);
  await deleting.press(people.olga, id, 'operation_confirm_entries');
  await scenario.until(id, 'done', 60_000);

  await deleting.expectGone([other]);
  await scenario.threadSays(id, 'No other pool gets addresses that they admit');
  expect(alicloud.databases.entries('rm-2zeorders', 'dba')).toContain(other);
  const word = (await scenario.audit()).find(({ what }) => what === 'operation.go-on-asked');
  expect(word?.details).toMatchObject({ mayStay: [`rm-2zeorders dba ${other}`] });
});

test('a deletion that fails at ACK and is interrupted goes on to the same end, and cleans what Terway left', async () => {
  deleting = await startDeleting({ file: { cleanDetachedEnis: true } });
  const { scenario } = deleting;
  const { settings } = scenario.world.alicloud;
  settings.deleteFails = 1;
  settings.leaveInterfaces = 2;

  const id = await deleting.delete();
  await scenario.untilStep(id, 'node-pool', 'running');
  await scenario.stopService();
  await scenario.startService();
  await scenario.until(id, 'done', 60_000);

  await deleting.expectGone();
});

test('nothing is applied for a pool that is being deleted, however far its approval had come', async () => {
  deleting = await startDeleting();
  const { scenario, access, before } = deleting;
  const { databases } = scenario.world.alicloud;
  const asked = await access.ask(before, { instanceId });
  await access.approve(asked.id);
  databases.setStatus(instanceId, { status: 'Rebooting' });
  const late = await access.apply(asked.id);
  await scenario.untilStep(late, 'running', 'running');
  const { rev } = (await scenario.store.read(before.id)) ?? {};
  await scenario.store.commit({ records: [poolChange({ ...before, state: 'deleting' }, { rev: rev ?? 0 })] });
  databases.setStatus(instanceId, { status: 'Running' });
  expect((await scenario.until(late, 'failed')).error?.text).toContain('is deleting');
  await scenario.store.commit({ records: [poolChange(before, { states: ['deleting'] })] });

  databases.setStatus(instanceId, { status: 'Rebooting' });
  const again = await access.apply(asked.id);
  await scenario.store.commit({
    records: [accessRequestChange({ ...(await access.request(asked.id)), operationId: again })],
  });
  await scenario.untilStep(again, 'running', 'running');
  const id = await deleting.delete();
  await scenario.until(id, 'done', 60_000);
  await scenario.until(again, 'cancelled');
  databases.setStatus(instanceId, { status: 'Running' });

  expect(await access.request(asked.id)).toMatchObject({ state: 'withdrawn' });
  expect(databases.get(instanceId).groups.filter(({ name }) => name.startsWith('ep_'))).toEqual([]);
});
