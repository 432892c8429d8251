import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CloudUnderTest, openCloudUnderTest } from './cloud-under-test.ts';

const group = 'ep_payments_0a1b2c3d';

let under: CloudUnderTest;
beforeEach(async () => {
  under = await openCloudUnderTest();
});
afterEach(() => under.close());

const entriesOf = async (instanceId: string) => {
  const groups = await under.cloud.rds.listWhitelistGroups(instanceId);
  return groups.find(({ name }) => name === group);
};

it('reads an instance with its mode and its read-only instances', async () => {
  expect(await under.cloud.rds.readInstance('rm-2zeorders')).toMatchObject({
    instanceId: 'rm-2zeorders',
    description: 'orders-db',
    status: 'Running',
    vpcId: 'vpc-2zemain',
    regionId: 'cn-beijing',
    lockMode: 'Unlock',
    whitelistMode: 'normal',
    primaryInstanceId: undefined,
    replicaInstanceIds: ['rr-2zeorders1'],
  });
});

it('reads a read-only instance with its primary', async () => {
  const replica = await under.cloud.rds.readInstance('rr-2zeorders1');

  expect(replica).toMatchObject({ type: 'Readonly', primaryInstanceId: 'rm-2zeorders', replicaInstanceIds: [] });
});

it('an instance that does not exist is read as undefined', async () => {
  expect(await under.cloud.rds.readInstance('rm-none')).toBeUndefined();
  expect(await under.cloud.rds.readEndpoint('rm-none')).toBeUndefined();
});

it('reads the tags of one instance', async () => {
  expect(await under.cloud.rds.readTags('rm-2zepayments')).toEqual(
    expect.arrayContaining([
      { key: 'env', value: 'prod' },
      { key: 'team', value: 'payments' },
    ]),
  );
  expect(await under.cloud.rds.readTags('rm-none')).toEqual([]);
});

it('reads where an instance can be connected to', async () => {
  const endpoint = await under.cloud.rds.readEndpoint('rm-2zepayments');

  expect(endpoint?.port).toBe(3306);
  expect(endpoint?.host).toContain('rm-2zepayments');
});

it('makes our group, replaces its whole list, and touches no other', async () => {
  const { rds } = under.cloud;
  const before = await rds.listWhitelistGroups('rm-2zepayments');
  const write = (entries: string[]) =>
    rds.coverWhitelistGroup({ instanceId: 'rm-2zepayments', group, networkType: 'MIX', entries });

  await write(['10.64.128.0/24', '10.64.129.0/24']);
  expect(await entriesOf('rm-2zepayments')).toMatchObject({ networkType: 'MIX' });
  await write(['10.64.129.0/24']);

  expect((await entriesOf('rm-2zepayments'))?.entries).toEqual(['10.64.129.0/24']);
  const others = (await rds.listWhitelistGroups('rm-2zepayments')).filter(({ name }) => name !== group);
  expect(others).toEqual(before);
});

it('a write to an instance that is not there is not found', async () => {
  const request = { instanceId: 'rm-none', group, networkType: 'MIX' as const, entries: ['127.0.0.1'] };

  await expect(under.cloud.rds.coverWhitelistGroup(request)).rejects.toMatchObject({ code: 'CLOUD_NOT_FOUND' });
});

it('a list for a network type that the instance does not have is refused', async () => {
  const request = { instanceId: 'rm-2zepayments', group, networkType: 'VPC' as const, entries: ['127.0.0.1'] };

  await expect(under.cloud.rds.coverWhitelistGroup(request)).rejects.toMatchObject({ code: 'CLOUD_REFUSED' });
});
