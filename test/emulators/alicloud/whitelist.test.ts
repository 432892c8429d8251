import { expect, test } from 'vitest';
import { type Cloud, codeOf, rds, region, startCloud } from './harness.ts';
import { signedRequest } from './signed-request.ts';

const id = 'rm-2zepayments';

function write(cloud: Cloud, securityIps: string, more: object = {}) {
  const group = { DBInstanceId: id, DBInstanceIPArrayName: 'ep_payments_0a1b2c3d', securityIps };
  return cloud.rds.modifySecurityIps(new rds.ModifySecurityIpsRequest({ ...group, ...more }));
}

async function groups(cloud: Cloud, instanceId = id) {
  const request = new rds.DescribeDBInstanceIPArrayListRequest({ DBInstanceId: instanceId });
  const { body } = await cloud.rds.describeDBInstanceIPArrayList(request);
  const rows = body?.items?.DBInstanceIPArray ?? [];
  return Object.fromEntries(rows.map((row) => [row.DBInstanceIPArrayName, row.securityIPList]));
}

test('Cover makes a group, replaces its whole list and leaves the others alone', async () => {
  await using cloud = await startCloud();

  await write(cloud, '10.64.128.0/24,10.64.129.0/24', { modifyMode: 'Cover' });
  await write(cloud, '10.64.130.0/24', { modifyMode: 'Cover' });

  expect(await groups(cloud)).toEqual({
    default: '127.0.0.1',
    office: '10.200.1.0/24',
    hdm_security_ips: '100.104.0.0/16',
    ep_payments_0a1b2c3d: '10.64.130.0/24',
  });
});

test('Append refuses what is there, Delete what is not and the last entry', async () => {
  await using cloud = await startCloud();
  await write(cloud, '10.64.128.0/24');

  const duplicate = await codeOf(write(cloud, '10.64.128.0/24', { modifyMode: 'Append' }));
  const appended = await codeOf(write(cloud, '10.64.129.0/24', { modifyMode: 'Append' }));
  const absent = await codeOf(write(cloud, '10.64.140.0/24', { modifyMode: 'Delete' }));
  const deleted = await codeOf(write(cloud, '10.64.128.0/24', { modifyMode: 'Delete' }));
  const last = await codeOf(write(cloud, '10.64.129.0/24', { modifyMode: 'Delete' }));

  expect([appended, deleted]).toEqual(['none', 'none']);
  expect([duplicate, absent, last]).toEqual([
    'InvalidInstanceIp.Duplicate',
    'InvalidSecurityIPs.NotFound',
    'InvalidSecurityIPs.NotFound',
  ]);
});

test('the list names the network type of each group, which the typed SDK drops', async () => {
  await using cloud = await startCloud();

  const { body } = await signedRequest({
    url: cloud.emulator.url,
    action: 'DescribeDBInstanceIPArrayList',
    version: '2014-08-15',
    query: { DBInstanceId: 'rm-2zeorders' },
  })();

  expect(body).toMatchObject({
    Items: {
      DBInstanceIPArray: [
        { DBInstanceIPArrayName: 'default', SecurityIPList: '127.0.0.1', WhitelistNetworkType: 'MIX' },
      ],
    },
  });
});

test.each([
  ['10.0.0.0/33', 'SecurityIPList.Format'],
  ['0.0.0.0', 'SecurityIPList.Format'],
  ['10.0.0.1, 10.0.0.2', 'SecurityIPList.Format'],
  ['10.0.0.1,10.0.0.1', 'InvalidSecurityIPList.Duplicate'],
  ['192.168.1.8,192.168.1.1/8', 'InvalidSecurityIPListLength.Malformed'],
  ['0.0.0.0/0', 'none'],
])('the list %s answers %s', async (entries, code) => {
  await using cloud = await startCloud();

  expect(await codeOf(write(cloud, entries))).toBe(code);
});

test('an instance holds a thousand entries over all its groups', async () => {
  await using cloud = await startCloud();
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => `10.${64 + Math.floor(index / 256)}.${index % 256}.0/24`).join(',');

  const fits = await codeOf(write(cloud, entries(997)));
  const tooMany = await codeOf(write(cloud, entries(998)));

  expect([fits, tooMany]).toEqual(['none', 'InvalidSecurityIPList.QuotaExceeded']);
});

test('a write needs a running instance and its kind of network', async () => {
  await using cloud = await startCloud();
  const instance = cloud.emulator.state.dbInstances.get(id);
  if (!instance) throw new Error('the seed has no such instance');

  instance.status = 'Rebooting';
  const rebooting = await codeOf(write(cloud, '10.64.128.0/24'));
  instance.status = 'Running';
  instance.securityIpMode = 'safety';
  const mixed = await codeOf(write(cloud, '10.64.128.0/24', { whitelistNetworkType: 'MIX' }));
  const inVpc = await codeOf(write(cloud, '10.64.128.0/24', { whitelistNetworkType: 'VPC' }));

  expect([rebooting, mixed, inVpc]).toEqual(['IncorrectDBInstanceState', 'InvalidWhitelistNetType.Malformed', 'none']);
});

test('instances are found by tag, tags are read apart, and a primary names its replicas', async () => {
  await using cloud = await startCloud();

  const found = await cloud.rds.describeDBInstances(
    new rds.DescribeDBInstancesRequest({ regionId: region, tags: JSON.stringify({ team: 'orders' }) }),
  );
  const tags = await cloud.rds.listTagResources(
    new rds.ListTagResourcesRequest({ regionId: region, resourceType: 'INSTANCE', resourceId: [id] }),
  );
  const primary = await cloud.rds.describeDBInstanceAttribute(
    new rds.DescribeDBInstanceAttributeRequest({ DBInstanceId: 'rm-2zeorders' }),
  );
  const missing = await codeOf(groups(cloud, 'rm-unknown'));

  expect(found.body?.items?.DBInstance?.map((one) => one.DBInstanceId)).toEqual(['rm-2zeorders', 'rr-2zeorders1']);
  expect(tags.body?.tagResources?.tagResource).toMatchObject([
    { tagKey: 'env', tagValue: 'prod' },
    { tagKey: 'team', tagValue: 'payments' },
  ]);
  expect(primary.body?.items?.DBInstanceAttribute).toMatchObject([
    {
      securityIPMode: 'normal',
      DBInstanceStatus: 'Running',
      readOnlyDBInstanceIds: { readOnlyDBInstanceId: [{ DBInstanceId: 'rr-2zeorders1' }] },
    },
  ]);
  expect(missing).toBe('InvalidDBInstanceName.NotFound');
});
