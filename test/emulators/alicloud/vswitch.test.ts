import { expect, test } from 'vitest';
import { demoSeed } from '../../../emulators/alicloud/seed.ts';
import { until } from '../../support/until.ts';
import { awaitAvailable, codeOf, makeVSwitch, region, startCloud, vpc, zone } from './harness.ts';

const attributes = (vSwitchId: string) => new vpc.DescribeVSwitchAttributesRequest({ vSwitchId });
const deletion = (vSwitchId: string, more = {}) =>
  new vpc.DeleteVSwitchRequest({ regionId: region, vSwitchId, ...more });
const list = (more = {}) => new vpc.DescribeVSwitchesRequest({ regionId: region, pageSize: 50, ...more });

test('a vSwitch is Pending, then Available, and carries its tags from the start', async () => {
  await using cloud = await startCloud();

  const id = await makeVSwitch(cloud, '10.64.128.0/24', { tag: [{ key: 'egress-pool/pool', value: 'p 1/é' }] });
  const first = await cloud.vpc.describeVSwitchAttributes(attributes(id));
  await awaitAvailable(cloud, id);
  const second = await cloud.vpc.describeVSwitchAttributes(attributes(id));

  expect(first.body).toMatchObject({ cidrBlock: '10.64.128.0/24', zoneId: zone, availableIpAddressCount: 252 });
  expect(second.body?.status).toBe('Available');
  expect(second.body?.tags?.tag).toMatchObject([{ key: 'egress-pool/pool', value: 'p 1/é' }]);
});

test('a repeated ClientToken answers with the same vSwitch and makes no second one', async () => {
  await using cloud = await startCloud();
  const before = cloud.emulator.state.vSwitches.size;

  const first = await makeVSwitch(cloud, '10.64.128.0/24', { clientToken: 'token-1' });
  const again = await makeVSwitch(cloud, '10.64.128.0/24', { clientToken: 'token-1' });

  expect(again).toBe(first);
  expect(cloud.emulator.state.vSwitches.size).toBe(before + 1);
  expect(cloud.emulator.journal.map((call) => call.changed)).toEqual([true, false]);
});

test('a ClientToken with other parameters is refused', async () => {
  await using cloud = await startCloud();

  await makeVSwitch(cloud, '10.64.128.0/24', { clientToken: 'token-1' });
  const code = await codeOf(makeVSwitch(cloud, '10.64.129.0/24', { clientToken: 'token-1' }));

  expect(code).toBe('IdempotentParameterMismatch');
});

test('a repeated ClientToken can answer that the first call is still being processed', async () => {
  await using cloud = await startCloud({ tokenProcessing: 1 });

  const first = await makeVSwitch(cloud, '10.64.128.0/24', { clientToken: 'token-1' });
  const code = await codeOf(makeVSwitch(cloud, '10.64.128.0/24', { clientToken: 'token-1' }));
  const again = await makeVSwitch(cloud, '10.64.128.0/24', { clientToken: 'token-1' });

  expect(code).toBe('LastTokenProcessing');
  expect(again).toBe(first);
});

test('a VPC makes one vSwitch at a time, another VPC is not concerned', async () => {
  await using cloud = await startCloud({ delays: { vSwitchAvailableMs: 60_000_000 } });

  await makeVSwitch(cloud, '10.64.128.0/24');
  const second = await codeOf(makeVSwitch(cloud, '10.64.129.0/24'));
  const elsewhere = await codeOf(makeVSwitch(cloud, '192.168.64.0/24', { vpcId: 'vpc-2zelegacy' }));

  expect([second, elsewhere]).toEqual(['IncorrectVSwitchStatus', 'none']);
});

test.each([
  ['10.64.128.1/24', 'InvalidCidrBlock.Malformed'],
  ['10.64.128.0/30', 'InvalidCirdrBlock.MaskLength'],
  ['10.64.0.0/15', 'InvalidCirdrBlock.MaskLength'],
  ['172.30.0.0/24', 'InvalidParameter'],
  ['10.1.0.0/24', 'InvalidCidrBlock.Overlapped'],
  ['10.200.0.0/16', 'RouteConflict.AlreadyExist'],
  ['10.200.7.0/24', 'none'],
])('the block %s answers %s', async (cidrBlock, code) => {
  await using cloud = await startCloud();

  expect(await codeOf(makeVSwitch(cloud, cidrBlock))).toBe(code);
});

test('a block that contains a route is refused as overlapping', async () => {
  await using cloud = await startCloud();
  const main = cloud.emulator.state.vpcs.get('vpc-2zemain');
  const [route] = main?.routeEntries ?? [];
  if (route) main?.routeEntries.push({ ...route, destinationCidrBlock: '10.220.3.0/24' });

  expect(await codeOf(makeVSwitch(cloud, '10.220.0.0/16'))).toBe('InvalidCidrBlock.Overlapped');
});

test('a new vSwitch is readable by id at once and in the list later', async () => {
  await using cloud = await startCloud({ listLagMs: 60_000_000 });

  const id = await makeVSwitch(cloud, '10.64.128.0/24');
  const byId = await cloud.vpc.describeVSwitchAttributes(attributes(id));
  const listed = await cloud.vpc.describeVSwitches(list({ vpcId: 'vpc-2zemain' }));
  const record = cloud.emulator.state.vSwitches.get(id);
  if (record) record.listedFromMs = 0;
  const listedLater = await cloud.vpc.describeVSwitches(list({ vpcId: 'vpc-2zemain' }));

  const ids = (answer: typeof listed) => answer.body?.vSwitches?.vSwitch?.map((one) => one.vSwitchId);
  expect(byId.body?.vSwitchId).toBe(id);
  expect(ids(listed)).not.toContain(id);
  expect(ids(listedLater)).toContain(id);
});

test('lists are paged and refuse pages of more than fifty', async () => {
  await using cloud = await startCloud();

  const page = await cloud.vpc.describeVSwitches(list({ pageSize: 4, pageNumber: 4 }));
  const tooMany = await codeOf(cloud.vpc.describeVSwitches(list({ pageSize: 51 })));

  expect(page.body).toMatchObject({ totalCount: 13, pageNumber: 4, pageSize: 4 });
  expect(page.body?.vSwitches?.vSwitch).toHaveLength(1);
  expect(tooMany).toBe('InvalidParameter');
});

test('a vSwitch is deleted in two steps and then not found, with any of the known codes', async () => {
  await using cloud = await startCloud({ delays: { vSwitchDeleteMs: 500_000 } });
  const id = await makeVSwitch(cloud, '10.64.128.0/24');
  await awaitAvailable(cloud, id);

  const dryRun = await codeOf(cloud.vpc.deleteVSwitch(deletion(id, { dryRun: true })));
  await cloud.vpc.deleteVSwitch(deletion(id));
  const meanwhile = await codeOf(cloud.vpc.deleteVSwitch(deletion(id)));
  await until(() => (cloud.emulator.state.vSwitches.has(id) ? undefined : true));
  const gone = await codeOf(cloud.vpc.describeVSwitchAttributes(attributes(id)));
  cloud.emulator.settings.goneShape = { status: 400, code: 'InvalidVswitchID.NotFound' };
  const otherCase = await codeOf(cloud.vpc.deleteVSwitch(deletion(id)));
  cloud.emulator.settings.goneShape = 'empty';
  const empty = await cloud.vpc.describeVSwitchAttributes(attributes(id));

  expect([dryRun, meanwhile]).toEqual(['DryRunOperation', 'IncorrectVSwitchStatus']);
  expect([gone, otherCase]).toEqual(['InvalidVSwitchId.NotFound', 'InvalidVswitchID.NotFound']);
  expect(empty.body?.vSwitchId).toBe('');
});

test.each([
  ['vsw-2zenodes-h', 'DependencyViolation.NetworkInterface'],
  ['vsw-2zepods-h', 'DependencyViolation.SnatEntry'],
  ['vsw-2zedata-h', 'DependencyViolation.EnhancedNatgw'],
])('%s is not deleted: %s', async (vSwitchId, code) => {
  await using cloud = await startCloud();

  expect(await codeOf(cloud.vpc.deleteVSwitch(deletion(vSwitchId)))).toBe(code);
});

test('a VPC holds as many vSwitches as its quota', async () => {
  const quotas = { vSwitchesPerVpc: 2 };
  await using cloud = await startCloud({}, { ...demoSeed(), quotas });

  const code = await codeOf(makeVSwitch(cloud, '10.64.128.0/24'));

  expect(code).toBe('QuotaExceeded.VSwitch');
});

test('a count of free addresses can be an old one', async () => {
  await using cloud = await startCloud({ addressCountKeptMs: 60_000 });
  const count = async () =>
    (await cloud.vpc.describeVSwitchAttributes(attributes('vsw-2zepods-h'))).body?.availableIpAddressCount;
  const before = (await count()) ?? 0;

  cloud.emulator.state.vSwitches.get('vsw-2zepods-h')?.usedOffsets.add(9_000);

  expect(await count()).toBe(before);
  cloud.emulator.settings.addressCountKeptMs = 0;
  await until(async () => (await count()) === before - 1);
});
