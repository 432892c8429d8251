import { afterEach, expect, test } from 'vitest';
import { people } from '../../support/scenario.ts';
import { type Adopting, startAdopting } from './adopting.ts';

let adopting: Adopting;
afterEach(() => adopting.scenario.close());

test('an operator who typed the name of the pool brings two nodes into it, emptied, set up anew and proven', async () => {
  adopting = await startAdopting({ file: { cleanDetachedEnis: true } });
  const { scenario, own, elsewhere, before } = adopting;
  const { slack, alicloud } = scenario.world;
  const machines = adopting.ownIds();
  const poolVSwitches = before.vSwitches.map(({ vSwitchId }) => vSwitchId);

  for (const text of [`adopt payments ${own[0]}`, `adopt payments ${own[0]} --confirm payments`]) {
    expect(await scenario.say(people.ana, text)).toContain('audit log');
  }
  const planned = await scenario.begin(people.olga, `adopt payments ${own[0]} ${elsewhere} nowhere --dry-run`);
  const refused = await scenario.until(planned, 'failed');
  expect(refused.error?.text).toContain(`${elsewhere} is in cn-beijing-`);
  expect(refused.error?.text).toContain('nowhere is no node of the cluster');
  expect(refused.error?.text).not.toContain(own[0]);

  await scenario.say(people.olga, `adopt payments ${own.join(' ')}`);
  const form = await slack.waitFor(({ views }) => [...views.values()][0], { timeoutMs: 5_000, what: 'the form' });
  expect(JSON.stringify(form)).toContain('everything on it is lost');
  const wrong = await slack.as(people.olga).submit(form.id, { confirm: 'orders' });
  expect(wrong.fieldErrors).toEqual({ confirm: expect.stringContaining('type the name') });
  await slack.as(people.olga).submit(form.id, { confirm: 'payments' });
  await expect.poll(async () => (await adopting.pool()).changedBy, { timeout: 10_000 }).toBeDefined();
  const id = (await adopting.pool()).changedBy ?? '';
  expect(await scenario.say(people.ana, 'resize payments --pods 80')).toContain('another change');
  await scenario.until(id, 'done', 60_000);

  const adopted = adopting.members().filter(({ instanceId }) => machines.includes(instanceId));
  expect(adopted).toHaveLength(2);
  for (const { instanceId } of adopted) {
    expect(adopting.vSwitchesOf(instanceId).length).toBeGreaterThan(0);
    expect(poolVSwitches).toEqual(expect.arrayContaining(adopting.vSwitchesOf(instanceId)));
  }
  const loose = [...alicloud.state.networkInterfaces.values()].filter(({ instanceId }) => instanceId === '');
  expect(loose).toEqual([]);
  expect(adopting.ownIds()).toHaveLength(1);
  expect(await adopting.pool()).toMatchObject({ state: 'ready', nodes: { min: before.nodes.min + 2 } });
  expect((await adopting.pool()).changedBy).toBeUndefined();
  await expect.poll(() => adopting.running().length, { timeout: 20_000 }).toBe(6);
  await scenario.threadSays(id, 'each proven by a canary pod on it');
});

test('it stops at the first node that fails and names it, touches no other, and goes on after Retry', async () => {
  adopting = await startAdopting();
  const { scenario, own } = adopting;
  const { alicloud } = scenario.world;
  const [first = '', second = ''] = own;
  const answer = { kind: 'error' as const, status: 400, code: 'InvalidInstance.Image', message: 'no such image' };
  alicloud.faults.add({ call: 'cs:AttachInstancesToNodePool', when: 'before', answer });

  const id = await scenario.begin(people.olga, `adopt payments ${own.join(' ')} --confirm payments`);
  const stopped = await scenario.until(id, 'failed', 60_000);
  expect(stopped.error).toMatchObject({ code: 'CLOUD_REFUSED' });
  const said = await scenario.threadSays(id, 'taken out of node pool');
  expect(said).toContain(`Node ${first} set up anew in the pool`);
  expect(said).toMatch(new RegExp(`${second}[^\\n]*not touched`));
  expect(adopting.isCordoned(second)).toBeFalsy();
  expect(adopting.ownIds()).toHaveLength(2);

  alicloud.settings.nodeNeverReady = 1;
  await scenario.click(people.olga, id, 'retry');
  const lost = await scenario.until(id, 'waiting', 60_000);
  expect(lost.error?.text).toContain(`node ${first} did not join the cluster again`);
  adopting.takeOutFailed();
  await scenario.click(people.olga, id, 'retry');
  const done = await scenario.until(id, 'done', 60_000);

  expect(adopting.members()).toHaveLength(4);
  const loose = [...alicloud.state.networkInterfaces.values()].filter(({ instanceId }) => instanceId === '');
  const unbound = done.steps.filter(({ name }) => name.startsWith('unbind-')).map(({ record }) => record.facts);
  const named = unbound.flatMap((facts) => facts?.detached);
  expect(named.toSorted()).toEqual(loose.map((one) => one.networkInterfaceId).toSorted());
});
