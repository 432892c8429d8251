import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CloudUnderTest, openCloudUnderTest } from './cloud-under-test.ts';

const clusterId = 'c82e6987e2961451182edacd74faf0000';

let under: CloudUnderTest;
beforeEach(async () => {
  under = await openCloudUnderTest();
});
afterEach(() => under.close());

describe('the ECS part of the cloud port', () => {
  it('lists those of the asked instance types that exist', async () => {
    const unknown = Array.from({ length: 7 }, (_, index) => `ecs.none.${index}`);

    const types = await under.cloud.ecs.listInstanceTypes(['ecs.g7.xlarge', ...unknown, 'ecs.c7.large']);

    expect(types).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          instanceTypeId: 'ecs.g7.xlarge',
          cpuCores: 4,
          memoryGib: 16,
          eniQuantity: 4,
          eniPrivateIpAddressQuantity: 15,
        }),
        expect.objectContaining({ instanceTypeId: 'ecs.c7.large' }),
      ]),
    );
    expect(types).toHaveLength(2);
  });

  it('lists every instance type with enough network interfaces', async () => {
    const types = await under.cloud.ecs.listInstanceTypesWith({ fewestEnis: 4 });

    expect(types.map((type) => type.instanceTypeId)).toContain('ecs.g7.xlarge');
    expect(types.every((type) => type.eniQuantity >= 4)).toBe(true);
  });

  it('reads the instances of nodes and their network interfaces', async () => {
    const pools = await under.cloud.ack.listNodePools(clusterId, 'fresh');
    const nodePoolId = pools.find(({ isDefault }) => isDefault)?.nodePoolId ?? '';
    const nodes = await under.cloud.ack.listNodes({ clusterId, nodePoolId }, 'fresh');
    const ids = nodes.map(({ instanceId }) => instanceId);

    const instances = await under.cloud.ecs.listInstances(ids);
    const first = instances[0];
    const interfaces = await under.cloud.ecs.listNetworkInterfaces({ instanceId: first?.instanceId ?? '' }, 'fresh');
    const inVSwitch = await under.cloud.ecs.listNetworkInterfaces({ vSwitchId: first?.vSwitchId ?? '' }, 'shared');

    expect(instances.map(({ instanceId }) => instanceId).sort()).toEqual([...ids].sort());
    expect(instances.every(({ status }) => status === 'Running')).toBe(true);
    const primary = interfaces.find(({ type }) => type === 'Primary');
    expect(primary).toMatchObject({ vSwitchId: first?.vSwitchId, instanceId: first?.instanceId });
    expect(primary?.ipAddresses.length).toBeGreaterThan(0);
    expect(inVSwitch.map((one) => one.networkInterfaceId)).toContain(primary?.networkInterfaceId);
    const taken = { instanceId: first?.instanceId ?? '', networkInterfaceId: primary?.networkInterfaceId ?? '' };
    await expect(under.cloud.ecs.detachNetworkInterface(taken)).rejects.toMatchObject({ code: 'CLOUD_REFUSED' });
    await under.cloud.ecs.detachNetworkInterface({ ...taken, networkInterfaceId: 'eni-2zenone' });
  });

  it('deletes no interface that something is attached to, and counts one that is not there as deleted', async () => {
    const pools = await under.cloud.ack.listNodePools(clusterId, 'fresh');
    const nodePoolId = pools.find(({ isDefault }) => isDefault)?.nodePoolId ?? '';
    const [node] = await under.cloud.ack.listNodes({ clusterId, nodePoolId }, 'fresh');
    // Lists lag behind.
    const used = await vi.waitFor(async () => {
      const [first] = await under.cloud.ecs.listNetworkInterfaces({ instanceId: node?.instanceId ?? '' }, 'fresh');
      return first?.networkInterfaceId ?? Promise.reject(new Error('no interface is listed'));
    });

    const deleting = under.cloud.ecs.deleteNetworkInterface(used);

    await expect(deleting).rejects.toMatchObject({ code: 'CLOUD_BUSY' });
    await expect(under.cloud.ecs.deleteNetworkInterface('eni-none')).resolves.toBeUndefined();
  });

  it('asks for nothing when there is nothing to ask', async () => {
    expect(await under.cloud.ecs.listInstances([])).toEqual([]);
    expect(await under.cloud.ecs.listInstanceTypes([])).toEqual([]);
  });
});

describe('the RDS part of the cloud port', () => {
  it('lists every instance with its tags', async () => {
    const instances = await under.cloud.rds.listInstances();

    const payments = instances.find(({ instanceId }) => instanceId === 'rm-2zepayments');
    expect(payments).toMatchObject({
      description: 'payments-db',
      type: 'Primary',
      status: 'Running',
      vpcId: 'vpc-2zemain',
    });
    expect(payments?.tags).toEqual(expect.arrayContaining([{ key: 'env', value: 'prod' }]));
    expect(instances.find(({ instanceId }) => instanceId === 'rr-2zeorders1')?.type).toBe('Readonly');
  });

  it('lists whitelist groups with their network type and entries', async () => {
    const groups = await under.cloud.rds.listWhitelistGroups('rm-2zepayments');

    expect(groups).toEqual(
      expect.arrayContaining([
        { name: 'default', attribute: '', networkType: 'MIX', entries: ['127.0.0.1'] },
        { name: 'office', attribute: '', networkType: 'MIX', entries: ['10.200.1.0/24'] },
        expect.objectContaining({ name: 'hdm_security_ips', attribute: 'hidden' }),
      ]),
    );
  });

  it('an instance that is not there is not found', async () => {
    await expect(under.cloud.rds.listWhitelistGroups('rm-none')).rejects.toMatchObject({ code: 'CLOUD_NOT_FOUND' });
  });
});
