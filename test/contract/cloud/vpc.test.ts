import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VpcApi } from '../../../src/cloud/cloud.ts';
import { until } from '../../support/until.ts';
import { type CloudUnderTest, openCloudUnderTest } from './cloud-under-test.ts';

const vpcId = 'vpc-2zemain';
const request = (cidrBlock: string, clientToken: string) => ({
  vpcId,
  zoneId: 'cn-beijing-h',
  cidrBlock,
  name: 'payments-h',
  description: 'egress pool payments',
  tags: [
    { key: 'egress-pool/installation', value: 'acme' },
    { key: 'egress-pool/pool', value: 'p1' },
  ],
  clientToken,
});

let under: CloudUnderTest;
let vpc: VpcApi;
beforeEach(async () => {
  under = await openCloudUnderTest();
  vpc = under.cloud.vpc;
});
afterEach(() => under.close());

const available = (vSwitchId: string) =>
  until(async () => {
    const found = await vpc.readVSwitch(vSwitchId);
    return found?.status === 'Available' && found;
  });

describe('the VPC part of the cloud port', () => {
  it('reads a VPC with its blocks and answers undefined for one that is not there', async () => {
    expect(await vpc.readVpc(vpcId)).toEqual({ vpcId, cidrBlocks: ['10.0.0.0/8'], userCidrs: [] });
    expect(await vpc.readVpc('vpc-none')).toBeUndefined();
  });

  it('creates a vSwitch with its tags, once per client token', async () => {
    const { vSwitchId } = await vpc.createVSwitch(request('10.64.128.0/24', 'token-1'));
    const found = await available(vSwitchId);
    const again = await vpc.createVSwitch(request('10.64.128.0/24', 'token-1'));

    expect(again).toEqual({ vSwitchId });
    expect(found).toMatchObject({ vpcId, zoneId: 'cn-beijing-h', cidrBlock: '10.64.128.0/24', name: 'payments-h' });
    expect(found.availableIpAddressCount).toBe(252);
    expect(found.tags).toEqual(expect.arrayContaining(request('', '').tags));
  });

  it('lists every vSwitch of the VPC, also beyond one page', async () => {
    const before = await vpc.listVSwitches(vpcId, 'fresh');
    const { vSwitchId } = await vpc.createVSwitch(request('10.64.128.0/24', 'token-1'));
    await available(vSwitchId);

    const listed = await until(async () => {
      const all = await vpc.listVSwitches(vpcId, 'fresh');
      return all.length === before.length + 1 && all;
    });

    expect(listed.find((one) => one.vSwitchId === vSwitchId)?.tags).toHaveLength(2);
  });

  it('adds tags to vSwitches that were made without, and keeps those there are', async () => {
    const { vSwitchId } = await vpc.createVSwitch(request('10.64.128.0/24', 'token-1'));
    await available(vSwitchId);

    await vpc.tagVSwitches({ vSwitchIds: [vSwitchId], tags: [{ key: 'cost', value: 'payments' }] });

    const tagged = await until(async () => {
      const tags = (await vpc.readVSwitch(vSwitchId))?.tags ?? [];
      return tags.length === 3 && tags;
    });
    expect(tagged).toEqual(expect.arrayContaining([...request('', '').tags, { key: 'cost', value: 'payments' }]));
  });

  it('a block that overlaps another one is taken', async () => {
    await expect(vpc.createVSwitch(request('10.0.0.0/24', 'token-1'))).rejects.toMatchObject({
      code: 'CLOUD_CIDR_TAKEN',
    });
  });

  it('a second vSwitch at the same moment finds the VPC busy', async () => {
    await vpc.createVSwitch(request('10.64.128.0/24', 'token-1'));

    await expect(vpc.createVSwitch(request('10.64.129.0/24', 'token-2'))).rejects.toMatchObject({
      code: 'CLOUD_BUSY',
    });
  });

  it('deletes a vSwitch until it is gone, and deleting one that is gone is done', async () => {
    const { vSwitchId } = await vpc.createVSwitch(request('10.64.128.0/24', 'token-1'));
    await available(vSwitchId);

    await vpc.deleteVSwitch(vSwitchId);
    await until(async () => (await vpc.readVSwitch(vSwitchId)) === undefined);
    await vpc.deleteVSwitch(vSwitchId);

    expect(await vpc.readVSwitch(vSwitchId)).toBeUndefined();
  });

  it('a vSwitch with machines in it is in use', async () => {
    await expect(vpc.deleteVSwitch('vsw-2zenodes-h')).rejects.toMatchObject({ code: 'CLOUD_IN_USE' });
  });

  it('reads the routes, reservations and SNAT coverage of a VPC', async () => {
    const routes = await vpc.listRouteEntries(vpcId);
    const snat = await vpc.readSnatCoverage(vpcId);

    expect(routes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ destinationCidrBlock: '10.200.0.0/16', type: 'Custom', nextHopType: 'VpnGateway' }),
        expect.objectContaining({ destinationCidrBlock: '10.210.0.0/16', type: 'CEN' }),
      ]),
    );
    expect(await vpc.listCidrReservations(vpcId)).toEqual([]);
    expect(snat?.sourceVSwitchIds).toEqual(expect.arrayContaining(['vsw-2zepods-h', 'vsw-2zepods-g']));
    expect(await vpc.readSnatCoverage('vpc-2zelegacy')).toEqual({ sourceCidrs: [], sourceVSwitchIds: [] });
  });
});
