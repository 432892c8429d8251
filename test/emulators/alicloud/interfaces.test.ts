import { expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { type Cloud, codeOf, cs, ecs, prod, region, startCloud } from './harness.ts';

function nodeOf(cloud: Cloud) {
  const [node] = [...cloud.emulator.state.instances.values()].filter((one) => one.clusterId === prod);
  if (!node) throw new Error('the seed has no node');
  return node;
}

function attach(cloud: Cloud) {
  const { instanceId } = nodeOf(cloud);
  const request = { instanceId, vSwitchId: 'vsw-2zepods-h', addressCount: 1, tags: { creator: 'terway' } };
  return cloud.emulator.machines.createNetworkInterface({ ...request, type: 'Secondary' });
}

async function removeNode(cloud: Cloud) {
  const { instanceId, nodePoolId } = nodeOf(cloud);
  const request = new cs.RemoveNodePoolNodesRequest({ instanceIds: [instanceId], releaseNode: true });
  await cloud.cs.removeNodePoolNodes(prod, nodePoolId, request);
  await until(() => (cloud.emulator.state.instances.has(instanceId) ? undefined : true));
}

const identify = (cloud: Cloud, networkInterfaceId: string) => {
  return { regionId: region, networkInterfaceId, instanceId: nodeOf(cloud).instanceId };
};

test('an interface is detached, then deleted, and its addresses are free again', async () => {
  await using cloud = await startCloud();
  const { networkInterfaceId: id } = attach(cloud);
  const record = cloud.emulator.state.networkInterfaces.get(id);
  const deletion = () =>
    cloud.ecs.deleteNetworkInterface(
      new ecs.DeleteNetworkInterfaceRequest({ regionId: region, networkInterfaceId: id }),
    );

  const tooEarly = await codeOf(deletion());
  await cloud.ecs.detachNetworkInterface(new ecs.DetachNetworkInterfaceRequest(identify(cloud, id)));
  await until(() => (record?.status === 'Available' ? true : undefined));
  const deleted = await codeOf(deletion());
  const again = await codeOf(deletion());

  expect([tooEarly, deleted, again]).toEqual(['InvalidOperation.InvalidEniState', 'none', 'InvalidEniId.NotFound']);
  expect(cloud.emulator.machines.vSwitch('vsw-2zepods-h')?.availableIpAddressCount).toBe(16_380);
});

test('the primary interface is not detached', async () => {
  await using cloud = await startCloud();
  const [primary] = cloud.emulator.machines.networkInterfaces(nodeOf(cloud).instanceId);

  const request = new ecs.DetachNetworkInterfaceRequest(identify(cloud, primary?.networkInterfaceId ?? ''));
  const code = await codeOf(cloud.ecs.detachNetworkInterface(request));

  expect(code).toBe('InvalidOperation.DetachPrimaryEniNotAllowed');
});

test('a released machine tells its watchers at once and frees its addresses later', async () => {
  await using cloud = await startCloud();
  const released: string[] = [];
  cloud.emulator.machines.watch(prod, {
    started: () => undefined,
    released: (machine) => void released.push(machine.instanceId),
    changed: () => undefined,
  });
  const { instanceId } = nodeOf(cloud);
  const { networkInterfaceId } = attach(cloud);

  await removeNode(cloud);

  expect(released).toEqual([instanceId]);
  await until(() => (cloud.emulator.state.networkInterfaces.has(networkInterfaceId) ? undefined : true));
});

test('a released machine can leave its Terway interfaces behind', async () => {
  await using cloud = await startCloud({ leaveInterfaces: 1, delays: { interfaceReleaseMs: 0 } });
  const { networkInterfaceId } = attach(cloud);

  await removeNode(cloud);

  expect(cloud.emulator.state.networkInterfaces.get(networkInterfaceId)).toMatchObject({
    status: 'Available',
    instanceId: '',
    tags: { creator: 'terway' },
  });
});

test('a machine can boot with an interface in a foreign vSwitch', async () => {
  await using cloud = await startCloud({ autoReady: true, foreignEni: { count: 1, vSwitchId: 'vsw-2zepods-i' } });
  const { nodePoolId } = nodeOf(cloud);

  await cloud.cs.modifyClusterNodePool(
    prod,
    nodePoolId,
    new cs.ModifyClusterNodePoolRequest({ scalingGroup: { desiredSize: 4 } }),
  );
  const newest = [...cloud.emulator.state.instances.values()].at(-1)?.instanceId ?? '';
  const interfaces = await until(() => {
    const found = cloud.emulator.machines.networkInterfaces(newest);
    return found.length === 2 ? found : undefined;
  });

  expect(interfaces.map((one) => one.vSwitchId)).toEqual([expect.any(String), 'vsw-2zepods-i']);
});

test('a vSwitch without addresses refuses an interface with the code that Terway knows', async () => {
  await using cloud = await startCloud();
  const vSwitch = cloud.emulator.state.vSwitches.get('vsw-2zepods-h');
  if (vSwitch) vSwitch.cidrBlock = '10.1.0.0/29';
  for (let count = 0; count < 3; count += 1) attach(cloud);

  expect(() => attach(cloud)).toThrow(expect.objectContaining({ code: 'EniPerInstanceLimitExceeded' }));
  vSwitch?.usedOffsets.add(4);
  const [, secondary] = cloud.emulator.machines.networkInterfaces(nodeOf(cloud).instanceId);
  const assign = () => cloud.emulator.machines.assignIpAddresses(secondary?.networkInterfaceId ?? '', 1);
  expect(assign).toThrow(expect.objectContaining({ code: 'InvalidVSwitchId.IpNotEnough' }));
});
