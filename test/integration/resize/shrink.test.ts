import { afterEach, expect, test } from 'vitest';
import { zonesOf } from '../../../src/domain/pool.ts';
import { blocksOf, instances, type Resizing, startResizing } from './resizing.ts';

let resizing: Resizing;
afterEach(() => resizing.scenario.close());

test('a pool that shrinks gives a vSwitch of each zone back, after its nodes and its whitelists', async () => {
  resizing = await startResizing({ grants: [instances.payments] });
  const { scenario, before, access, grants } = resizing;
  const grow = await resizing.resize();
  await resizing.admit(instances.payments);
  await scenario.until(grow, 'done');
  const large = await resizing.pool();
  expect(resizing.entries(instances.payments)).toEqual(blocksOf(large));

  const id = await resizing.resize('--pods 20');
  await scenario.until(id, 'done', 90_000);

  const pool = await resizing.pool();
  expect(pool).toMatchObject({ state: 'ready', expectedPods: 20 });
  expect(zonesOf(pool)).toEqual(zonesOf(before));
  expect(pool.vSwitches).toHaveLength(2);
  expect(Object.values(resizing.lists()).map((list) => list.length)).toEqual([1, 1]);
  expect(resizing.entries(instances.payments)).toEqual(blocksOf(pool));
  const grant = await access.grant(grants[0]?.id ?? '');
  expect(grant.inForce?.cidrs.map(({ cidr }) => cidr).sort()).toEqual(blocksOf(pool));
  const left = [...scenario.world.alicloud.state.vSwitches.values()].filter(({ tags }) => tags['egress-pool/pool']);
  expect(left.map(({ cidrBlock }) => cidrBlock).sort()).toEqual(blocksOf(pool));
  const narrowed = (await scenario.audit()).filter(({ what }) => what === 'grant.narrowed');
  expect(narrowed).toHaveLength(1);
});

test('one node less is drained and removed, never the last of a zone', async () => {
  resizing = await startResizing({ grants: [] });
  const { scenario, before } = resizing;
  await scenario.until(await resizing.resize('--pods 30 --nodes 3'), 'done');
  expect((await resizing.pool()).nodes).toEqual({ min: 3, max: 3 });

  const id = await resizing.resize('--pods 20 --nodes 2');
  await scenario.until(id, 'done');

  expect((await resizing.pool()).nodes).toEqual({ min: 2, max: 2 });
  const machines = [...scenario.world.alicloud.state.instances.values()].filter(
    ({ nodePoolId }) => nodePoolId === before.nodePoolId,
  );
  expect(machines.map(({ zoneId }) => zoneId).sort()).toEqual(zonesOf(before).sort());
  await scenario.threadSays(id, 'the pool needs one node less');
});
