import { expect, test } from 'vitest';
import type { Machine } from '../../../emulators/machines/machines.ts';
import { until } from '../../support/until.ts';
import { codeOf, cs, ecs, prod, region, startCloud, vpc } from './harness.ts';
import { awaitTask, awaitWritable, createPool, detail, instancesOf, modify, poolRequest } from './node-pools.ts';

test('a pool scales out across its zones and is active when kubelet reports every node ready', async () => {
  await using cloud = await startCloud({ delays: { nodeReadyTimeoutMs: 60_000_000 } });
  const started: Machine[] = [];
  cloud.emulator.machines.watch(prod, {
    started: (machine) => void started.push(machine),
    released: () => undefined,
    changed: () => undefined,
  });
  started.length = 0;

  const { poolId, taskId } = await createPool(cloud, 2);
  const early = await detail(cloud, poolId);
  await until(() => (started.length === 2 ? true : undefined));
  const booted = await detail(cloud, poolId);
  for (const machine of started) cloud.emulator.machines.reportNode(machine.instanceId, { name: 'n', ready: true });
  const task = await awaitTask(cloud, taskId);
  const ready = await detail(cloud, poolId);

  expect(early?.status).toMatchObject({ state: 'scaling', totalNodes: 2, initialNodes: 2, healthyNodes: 0 });
  expect(booted?.status).toMatchObject({ state: 'scaling', initialNodes: 2, healthyNodes: 0 });
  expect(started.map((machine) => machine.zoneId).sort()).toEqual(['cn-beijing-g', 'cn-beijing-h']);
  expect(started[0]).toMatchObject({ labels: { 'terway-config': 'pool-1' }, taints: [{ effect: 'NoSchedule' }] });
  expect(task).toMatchObject({ state: 'success', taskType: 'nodepool_create' });
  expect(ready?.status).toMatchObject({ state: 'active', totalNodes: 2, healthyNodes: 2, failedNodes: 0 });
});

test('a second create with the same name makes a second pool, and the list shows both later', async () => {
  await using cloud = await startCloud({ autoReady: true });

  const first = await createPool(cloud, 0);
  await awaitWritable(cloud);
  const second = await createPool(cloud, 0);
  const request = new cs.DescribeClusterNodePoolsRequest({ nodepoolName: 'pool-1' });
  const ids = await until(async () => {
    const { body } = await cloud.cs.describeClusterNodePools(prod, request);
    return body?.nodepools?.length === 2 ? body.nodepools.map((pool) => pool.nodepoolInfo?.nodepoolId) : undefined;
  });

  expect(ids).toEqual([first.poolId, second.poolId]);
});

test('a cluster refuses node-pool writes for a moment after one, and a pool while it scales', async () => {
  const delays = { clusterBusyMs: 300_000, nodeReadyTimeoutMs: 60_000_000 };
  await using cloud = await startCloud({ delays });

  const { poolId } = await createPool(cloud, 1);
  const busyCluster = await codeOf(cloud.cs.createClusterNodePool(prod, poolRequest(0)));
  const busyPool = await codeOf(modify(cloud, poolId, { scalingGroup: { desiredSize: 2 } }));

  expect([busyCluster, busyPool]).toEqual(['InvalidStatus.Forbidden', 'InvalidNodePoolStatus.Forbidden']);
});

test('desired_size is absolute, and on the way down the newest nodes go', async () => {
  await using cloud = await startCloud({ autoReady: true });
  const { poolId, taskId } = await createPool(cloud, 1);
  await awaitTask(cloud, taskId);
  const [oldest] = instancesOf(cloud, poolId);

  const up = await modify(cloud, poolId, { scalingGroup: { desiredSize: 3 } });
  await awaitTask(cloud, up.body?.taskId ?? '');
  const grown = instancesOf(cloud, poolId).length;
  const down = await modify(cloud, poolId, { scalingGroup: { desiredSize: 1 } });
  await awaitTask(cloud, down.body?.taskId ?? '');

  expect(grown).toBe(3);
  expect(instancesOf(cloud, poolId)).toEqual([oldest]);
});

test('changed vswitch_ids hold for future nodes only', async () => {
  await using cloud = await startCloud({ autoReady: true });
  const { poolId, taskId } = await createPool(cloud, 1);
  await awaitTask(cloud, taskId);

  const change = await modify(cloud, poolId, { scalingGroup: { vswitchIds: ['vsw-2zenodes-i'], desiredSize: 2 } });
  await awaitTask(cloud, change.body?.taskId ?? '');

  expect(instancesOf(cloud, poolId).map((one) => one.zoneId)).toEqual(['cn-beijing-h', 'cn-beijing-i']);
});

test('labels reach existing nodes only with update_nodes', async () => {
  await using cloud = await startCloud({ autoReady: true });
  const { poolId, taskId } = await createPool(cloud, 1);
  await awaitTask(cloud, taskId);
  const label = (value: string) => ({ kubernetesConfig: { labels: [{ key: 'terway-config', value }] } });
  const labels = () => instancesOf(cloud, poolId).map((one) => one.labels);

  const quiet = await modify(cloud, poolId, label('other'));
  const before = labels();
  await awaitTask(cloud, quiet.body?.taskId ?? '');
  await modify(cloud, poolId, { ...label('third'), updateNodes: true });

  expect(before).toEqual([{ 'terway-config': 'pool-1' }]);
  expect(labels()).toEqual([{ 'terway-config': 'third' }]);
});

test('a zone that is sold out shifts its nodes to another; all sold out fails the task', async () => {
  await using cloud = await startCloud({ autoReady: true, soldOut: [{ zoneId: 'cn-beijing-g' }] });

  const shifted = await createPool(cloud, 2);
  await awaitTask(cloud, shifted.taskId);
  cloud.emulator.settings.soldOut = [{}];
  await awaitWritable(cloud);
  const empty = await createPool(cloud, 2);
  const task = await awaitTask(cloud, empty.taskId);

  expect(instancesOf(cloud, shifted.poolId).map((one) => one.zoneId)).toEqual(['cn-beijing-h', 'cn-beijing-h']);
  expect(task).toMatchObject({ state: 'fail', error: { code: 'RecommendEmpty.InstanceTypeNoStock' } });
  expect((await detail(cloud, empty.poolId))?.status).toMatchObject({ state: 'active', totalNodes: 0 });
});

test('a node that never gets ready counts as failed after ten minutes, inside a successful task', async () => {
  await using cloud = await startCloud({ autoReady: true, nodeNeverReady: 1 });

  const { poolId, taskId } = await createPool(cloud, 2);
  const task = await awaitTask(cloud, taskId);

  expect(task.state).toBe('success');
  expect(task.taskResult?.map((one) => one.status).sort()).toEqual(['failed', 'success']);
  expect((await detail(cloud, poolId))?.status).toMatchObject({ healthyNodes: 1, failedNodes: 1 });
});

test('machines can come without the label or the taint', async () => {
  await using cloud = await startCloud({ autoReady: true, missingLabel: 1, missingTaint: 1 });

  const { poolId } = await createPool(cloud, 2);

  const machines = instancesOf(cloud, poolId);
  expect(machines.map((one) => Object.keys(one.labels))).toEqual([[], ['terway-config']]);
  expect(machines.map((one) => one.taints.length)).toEqual([0, 1]);
});

test('interfaces take addresses of their vSwitch and are listed with their tags', async () => {
  await using cloud = await startCloud();
  const [node] = [...cloud.emulator.state.instances.values()].filter((one) => one.clusterId === prod);
  const free = async () => {
    const request = new vpc.DescribeVSwitchAttributesRequest({ vSwitchId: 'vsw-2zepods-h' });
    return (await cloud.vpc.describeVSwitchAttributes(request)).body?.availableIpAddressCount ?? 0;
  };

  const before = await free();
  const created = cloud.emulator.machines.createNetworkInterface({
    instanceId: node?.instanceId ?? '',
    vSwitchId: 'vsw-2zepods-h',
    type: 'Secondary',
    addressCount: 10,
    tags: { creator: 'terway' },
  });
  const after = await free();
  const request = new ecs.DescribeNetworkInterfacesRequest({
    regionId: region,
    networkInterfaceId: [created.networkInterfaceId],
    tag: [{ key: 'creator', value: 'terway' }],
  });
  const { body } = await cloud.ecs.describeNetworkInterfaces(request);

  expect(before - after).toBe(10);
  expect(body?.networkInterfaceSets?.networkInterfaceSet).toMatchObject([
    { type: 'Secondary', vSwitchId: 'vsw-2zepods-h', instanceId: node?.instanceId },
  ]);
  expect(() => cloud.emulator.machines.assignIpAddresses(created.networkInterfaceId, 6)).toThrow('at most 15');
});

test('auto scaling and a desired size exclude each other', async () => {
  await using cloud = await startCloud();
  const autoScaling = { enable: true, minInstances: 1, maxInstances: 3 };

  const code = await codeOf(cloud.cs.createClusterNodePool(prod, poolRequest(2, { autoScaling })));

  expect(code).toBe('InvalidDesiredSizeOrCount.NotNull');
});

test('a node that was ready and is not any more counts as offline', async () => {
  await using cloud = await startCloud({ autoReady: true });
  const { poolId, taskId } = await createPool(cloud, 2);
  await awaitTask(cloud, taskId);
  const [node] = instancesOf(cloud, poolId);

  cloud.emulator.machines.reportNode(node?.instanceId ?? '', { name: 'n', ready: false });

  expect((await detail(cloud, poolId))?.status).toMatchObject({ state: 'active', healthyNodes: 1, offlineNodes: 1 });
});
