import { expect, test } from 'vitest';
import { codeOf, cs, prod, startCloud } from './harness.ts';
import { awaitTask, awaitWritable, createPool, detail, instancesOf } from './node-pools.ts';

test('a pool with nodes is deleted only by force, and its interfaces linger', async () => {
  await using cloud = await startCloud({ autoReady: true, delays: { interfaceReleaseMs: 60_000_000 } });
  const { poolId, taskId } = await createPool(cloud, 1);
  await awaitTask(cloud, taskId);
  const [instance] = instancesOf(cloud, poolId);

  const refused = await codeOf(cloud.cs.deleteClusterNodepool(prod, poolId, new cs.DeleteClusterNodepoolRequest({})));
  const { body } = await cloud.cs.deleteClusterNodepool(
    prod,
    poolId,
    new cs.DeleteClusterNodepoolRequest({ force: true }),
  );
  const task = await awaitTask(cloud, body?.taskId ?? '');
  const gone = await codeOf(cloud.cs.describeClusterNodePoolDetail(prod, poolId));

  expect(refused).toBe('NodepoolNotEmpty');
  expect(task.state).toBe('success');
  expect(gone).toBe('ErrorNodePoolNotFound');
  const left = [...cloud.emulator.state.networkInterfaces.values()];
  expect(left.filter((one) => one.instanceId === instance?.instanceId)).toMatchObject([{ status: 'Deleting' }]);
});

test('a deletion that fails can be repeated', async () => {
  await using cloud = await startCloud({ autoReady: true, deleteFails: 1 });
  const { poolId, taskId } = await createPool(cloud, 0);
  await awaitTask(cloud, taskId);
  const force = new cs.DeleteClusterNodepoolRequest({ force: true });

  await awaitWritable(cloud);
  const first = await cloud.cs.deleteClusterNodepool(prod, poolId, force);
  const failed = await awaitTask(cloud, first.body?.taskId ?? '');
  const state = (await detail(cloud, poolId))?.status?.state;
  await awaitWritable(cloud);
  const second = await cloud.cs.deleteClusterNodepool(prod, poolId, force);
  const done = await awaitTask(cloud, second.body?.taskId ?? '');

  expect([failed.state, state, done.state]).toEqual(['fail', 'delete_failed', 'success']);
});

test('chosen nodes are removed and lower the desired size', async () => {
  await using cloud = await startCloud({ autoReady: true });
  const { poolId, taskId } = await createPool(cloud, 2);
  await awaitTask(cloud, taskId);
  const [chosen, other] = instancesOf(cloud, poolId);

  await awaitWritable(cloud);
  const request = { instanceIds: [chosen?.instanceId ?? ''], releaseNode: true, drainNode: true };
  const { body } = await cloud.cs.removeNodePoolNodes(prod, poolId, new cs.RemoveNodePoolNodesRequest(request));
  await awaitTask(cloud, body?.taskId ?? '');

  expect(instancesOf(cloud, poolId)).toEqual([other]);
  expect((await detail(cloud, poolId))?.scalingGroup?.desiredSize).toBe(1);
});

test('a pool that is still scaling can be deleted by force, which ends its first task', async () => {
  await using cloud = await startCloud({ delays: { instanceStartMs: 60_000_000 } });
  const { poolId, taskId } = await createPool(cloud, 2);

  await awaitWritable(cloud);
  const request = new cs.DeleteClusterNodepoolRequest({ force: true });
  const { body } = await cloud.cs.deleteClusterNodepool(prod, poolId, request);
  const deleted = await awaitTask(cloud, body?.taskId ?? '');
  const created = await awaitTask(cloud, taskId);

  expect([created.state, deleted.state]).toEqual(['fail', 'success']);
  expect(instancesOf(cloud, poolId)).toEqual([]);
});
