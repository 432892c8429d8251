import { afterEach, expect, test } from 'vitest';
import { configMaps, nodes } from '../../../emulators/kubernetes/resources.ts';
import { people } from '../../support/scenario.ts';
import { turn } from '../create/breakage.ts';
import { blocksOf, instances, type Resizing, startResizing } from './resizing.ts';

let resizing: Resizing;
afterEach(() => resizing.scenario.close());

const conf = () =>
  resizing.scenario.prod.get(configMaps, { namespace: 'kube-system', name: 'eni-config-payments' })?.data?.eni_conf;

test('a growth that stopped late is taken back with the nodes that it added and no others, and Terway as it was', async () => {
  resizing = await startResizing({ grants: [] });
  const { scenario, before } = resizing;
  const [machinesBefore, confBefore] = [resizing.machines(), conf()];
  turn(scenario.world, { kubernetes: { failingImages: ['netcheck'] } });
  const id = await resizing.resize('--pods 60 --nodes 5');
  await scenario.until(id, 'failed');
  expect(resizing.machines()).toHaveLength(5);
  expect(conf()).not.toBe(confBefore);

  await scenario.click(people.ana, id, 'rollback');
  await scenario.until(id, 'rolled-back', 60_000);

  expect(resizing.machines()).toEqual(machinesBefore);
  expect(conf()).toBe(confBefore);
  expect(await resizing.pool()).toEqual({ ...before, changedBy: undefined });
  expect(scenario.prod.list(nodes).filter(({ spec }) => spec.unschedulable === true)).toEqual([]);
  await scenario.threadSays(id, 'as it was before');
});

test('what databases are closed to stays away from Terway when a shrink is rolled back, and the next one finishes it', async () => {
  resizing = await startResizing({ grants: [instances.payments] });
  const { scenario, before, access, grants } = resizing;
  const { databases } = scenario.world.alicloud;
  const grow = await resizing.resize();
  await resizing.admit(instances.payments);
  await scenario.until(grow, 'done');
  const large = await resizing.pool();
  const [leaving = ''] = blocksOf(large).filter((block) => !blocksOf(before).includes(block));
  databases.editGroup(instances.orders, { name: 'by_hand', entries: [leaving] });

  const id = await resizing.resize('--pods 20');
  await scenario.untilStep(id, 'config-map', 'done');
  const opened = await access.ask(large, { instanceId: instances.orders });
  await access.approve(opened.id);
  grants.push(await access.applied(opened.id));
  const stopped = await scenario.until(id, 'waiting', 90_000);
  expect(stopped.error).toMatchObject({ code: 'WHITELIST_HOLDS_CIDR' });
  const confLate = conf();
  await scenario.click(people.ana, id, 'rollback');
  await scenario.until(id, 'rolled-back', 60_000);

  expect(conf()).toBe(confLate);
  expect(resizing.entries(instances.payments)).not.toContain(leaving);
  expect(resizing.entries(instances.orders)).not.toContain(leaving);
  await scenario.threadSays(id, 'What left the pool stays away');

  databases.removeGroup(instances.orders, 'by_hand');
  await scenario.until(await resizing.resize('--pods 20'), 'done', 90_000);

  const pool = await resizing.pool();
  expect(pool.vSwitches).toHaveLength(2);
  for (const one of [instances.payments, instances.orders]) expect(resizing.entries(one)).toEqual(blocksOf(pool));
});
