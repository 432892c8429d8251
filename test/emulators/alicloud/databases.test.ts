import { expect, test } from 'vitest';
import { foreignWrites } from '../../../emulators/alicloud/rds/foreign-writes.ts';
import { demoSeed } from '../../../emulators/alicloud/seed.ts';
import { until } from '../../support/until.ts';
import { type Cloud, codeOf, rds, region, startCloud } from './harness.ts';
import { signedRequest } from './signed-request.ts';

const id = 'rm-2zepayments';
const group = 'ep_payments_0a1b2c3d';
const cidr = '10.64.128.0/24';

function write(cloud: Cloud, securityIps: string, more: object = {}) {
  const request = { DBInstanceId: id, DBInstanceIPArrayName: group, securityIps, ...more };
  return cloud.rds.modifySecurityIps(new rds.ModifySecurityIpsRequest(request));
}

/** The generic read, since the typed one drops the network type. */
async function lists(cloud: Cloud, query: object = {}) {
  const { body } = await signedRequest({
    url: cloud.emulator.url,
    action: 'DescribeDBInstanceIPArrayList',
    version: '2014-08-15',
    query: { DBInstanceId: id, ...query },
  })();
  const answer: { Items: { DBInstanceIPArray: Record<string, string>[] } } = JSON.parse(JSON.stringify(body));
  return answer.Items.DBInstanceIPArray.map(
    (row) => `${row.DBInstanceIPArrayName} ${row.WhitelistNetworkType} ${row.SecurityIPList}`,
  );
}

async function startPostgres() {
  const seed = demoSeed();
  const place = { regionId: region, zoneId: 'cn-beijing-h', vpcId: 'vpc-2zemain', vSwitchId: 'vsw-2zedata-h' };
  const own = { id: 'pgm-2zeledger', description: 'ledger', engine: 'PostgreSQL', securityIpMode: 'safety' as const };
  return startCloud({}, { ...seed, rdsInstances: [...seed.rdsInstances, { ...place, ...own }] });
}

test('the database goes by a list about a minute after the API shows it, coming and going', async () => {
  await using cloud = await startCloud();
  const { databases } = cloud.emulator;
  const admits = () => databases.admits(id, '10.64.128.7');

  await write(cloud, cidr);
  expect([databases.entries(id, group), admits()]).toEqual([[cidr], false]);
  await until(() => admits() || undefined);

  await write(cloud, '127.0.0.1');
  expect([databases.entries(id, group), admits()]).toEqual([['127.0.0.1'], true]);
  await until(() => !admits() || undefined);
  expect(databases.admits(id, '127.0.0.1')).toBe(false);
});

test('a client connects to an endpoint as far as the lists in force let it in', async () => {
  await using cloud = await startCloud();
  const { endpoints, settings } = cloud.emulator;
  const info = await cloud.rds.describeDBInstanceNetInfo(
    new rds.DescribeDBInstanceNetInfoRequest({ DBInstanceId: id }),
  );
  const [shown] = info.body?.DBInstanceNetInfos?.DBInstanceNetInfo ?? [];
  const client = { host: shown?.connectionString ?? '', port: Number(shown?.port), from: '10.64.128.7' };
  const refused = endpoints.connect(client);

  settings.delays.databaseConnectMs = 7;
  await write(cloud, cidr);
  await until(() => endpoints.connect(client).kind === 'open' || undefined);

  expect(refused).toEqual({ kind: 'closed', said: '#28000ip not in whitelist' });
  expect(endpoints.connect(client)).toEqual({ kind: 'open', ms: 7 });
  expect(endpoints.connect({ ...client, from: '10.64.129.7' }).kind).toBe('closed');
  expect(endpoints.connect({ ...client, port: 5432 })).toEqual({ kind: 'closed', said: '' });
  expect(endpoints.connect({ ...client, host: 'other' })).toEqual({ kind: 'closed', said: "nc: bad address 'other'" });
});

test('a list comes back in another order than it was written', async () => {
  await using cloud = await startCloud();

  await write(cloud, '10.64.128.0/24,10.64.130.0/24,10.64.129.0/24');

  expect(await lists(cloud)).toContain(`${group} MIX 10.64.130.0/24,10.64.129.0/24,10.64.128.0/24`);
});

test('an instance in the enhanced mode keeps a list per network type, and a write has to say which', async () => {
  await using cloud = await startCloud({ delays: { whitelistEffectMs: 0 } });
  cloud.emulator.databases.migrateToEnhanced(id);

  const unsaid = await codeOf(write(cloud, cidr));
  await write(cloud, cidr, { whitelistNetworkType: 'Classic' });
  const byClassic = cloud.emulator.databases.admits(id, '10.64.128.7');
  await write(cloud, '10.64.129.0/24', { whitelistNetworkType: 'VPC' });

  expect([unsaid, byClassic]).toEqual(['InvalidWhitelistNetType.Malformed', false]);
  expect(cloud.emulator.databases.admits(id, '10.64.129.7')).toBe(true);
  expect(await lists(cloud)).toEqual(
    expect.arrayContaining([`${group} Classic ${cidr}`, `${group} VPC 10.64.129.0/24`, 'default VPC 127.0.0.1']),
  );
  expect(await lists(cloud, { WhitelistNetworkType: 'VPC' })).toHaveLength(4);
});

test('a normal instance has one kind of list, and PostgreSQL on cloud disks puts everything into it', async () => {
  await using cloud = await startPostgres();
  const ledger = { DBInstanceId: 'pgm-2zeledger' };

  const normal = await codeOf(write(cloud, cidr, { whitelistNetworkType: 'VPC' }));
  await write(cloud, cidr, { ...ledger, whitelistNetworkType: 'VPC' });

  expect(normal).toBe('InvalidWhitelistNetType.Malformed');
  expect(await lists(cloud, ledger)).toEqual(['default MIX 127.0.0.1', `${group} MIX ${cidr}`]);
});

test('PostgreSQL takes overlapping entries, which MySQL refuses, and refreshes the replicas that are named', async () => {
  await using cloud = await startPostgres();
  cloud.emulator.databases.addReplica('pgm-2zeledger', 'pgr-2zeledger1');
  const ledger = { DBInstanceId: 'pgm-2zeledger' };
  const overlapping = '10.64.128.0/24,10.64.128.7';

  const onMySql = await codeOf(write(cloud, overlapping));
  const onPostgres = await codeOf(write(cloud, overlapping, { ...ledger, freshWhiteListReadins: 'pgr-2zeledger1' }));
  const unknown = await codeOf(write(cloud, cidr, { ...ledger, freshWhiteListReadins: 'pgr-other' }));
  const elsewhere = await codeOf(write(cloud, cidr, { freshWhiteListReadins: 'rr-2zeorders1' }));

  expect([onMySql, onPostgres]).toEqual(['InvalidSecurityIPListLength.Malformed', 'none']);
  expect([unknown, elsewhere]).toEqual(['Readins.NotFound', 'IncorrectDBType']);
  expect(cloud.emulator.databases.entries('pgr-2zeledger1', group)).toEqual(overlapping.split(','));
});

test('a replica has groups of its own, and refuses writes while its primary does not run', async () => {
  await using cloud = await startCloud();
  const { databases } = cloud.emulator;
  const replica = { DBInstanceId: 'rr-2zeorders1' };

  await write(cloud, cidr, { DBInstanceId: 'rm-2zeorders' });
  const own = databases.entries('rr-2zeorders1', group);
  databases.setStatus('rm-2zeorders', { status: 'DBInstanceClassChanging' });
  const waiting = await codeOf(write(cloud, cidr, replica));
  databases.setStatus('rm-2zeorders', { status: 'Running' });
  await write(cloud, cidr, replica);

  expect([own, waiting]).toEqual([undefined, 'IncorrectMasterDBInstanceState']);
  expect(databases.entries('rr-2zeorders1', group)).toEqual([cidr]);
});

test('a state that flips for a while keeps writes out for that while', async () => {
  await using cloud = await startCloud();
  cloud.emulator.databases.setStatus(id, { status: 'Rebooting', forMs: 100_000 });

  const during = await codeOf(write(cloud, cidr));
  await until(async () => ((await codeOf(write(cloud, cidr))) === 'none' ? true : undefined));

  expect(during).toBe('IncorrectDBInstanceState');
  expect(cloud.emulator.databases.get(id).status).toBe('Running');
});

test('a locked instance says so and takes no writes', async () => {
  await using cloud = await startCloud();
  cloud.emulator.databases.lock(id, { lockMode: 'LockByDiskQuota', reason: 'disk full' });

  const { body } = await cloud.rds.describeDBInstanceAttribute(
    new rds.DescribeDBInstanceAttributeRequest({ DBInstanceId: id }),
  );

  expect(body?.items?.DBInstanceAttribute).toMatchObject([{ lockMode: 'LockByDiskQuota', lockReason: 'disk full' }]);
  expect(await codeOf(write(cloud, cidr))).toBe('IncorrectDBInstanceLockMode');
});

test.each([
  ['ep-payments', 'InvalidIPArrayName.Format'],
  ['EP_payments', 'InvalidIPArrayName.Format'],
  ['x', 'InvalidIPArrayName.Format'],
  ['office_template', 'InvalidGroupName.DuplicatedWithTemplate'],
  ['Default', 'none'],
])('a group named %s answers %s', async (name, code) => {
  await using cloud = await startCloud();
  cloud.emulator.databases.get(id).templateNames.push('office_template');

  expect(await codeOf(write(cloud, cidr, { DBInstanceIPArrayName: name }))).toBe(code);
});

test('an instance has at most fifty groups, and an address is the same entry as its /32', async () => {
  await using cloud = await startCloud();
  for (let count = 3; count < 50; count += 1) {
    cloud.emulator.databases.editGroup(id, { name: `team_${count}`, entries: ['10.200.9.9'] });
  }

  const fiftyFirst = await codeOf(write(cloud, cidr));
  const append = { DBInstanceIPArrayName: 'team_3', modifyMode: 'Append' };
  const same = await codeOf(write(cloud, '10.200.9.9/32', append));
  const twice = await codeOf(write(cloud, '10.200.9.8,10.200.9.8/32', append));

  expect([fiftyFirst, same, twice]).toEqual([
    'InvalidSecurityIPListGroup.QuotaExceeded',
    'InvalidInstanceIp.Duplicate',
    'InvalidSecurityIPList.Duplicate',
  ]);
});

test('a clone comes with the groups and tags of the original and goes its own way', async () => {
  await using cloud = await startCloud({ delays: { whitelistEffectMs: 0 } });
  const { databases } = cloud.emulator;
  await write(cloud, cidr);

  const clone = databases.cloneInstance(id);
  await write(cloud, '127.0.0.1');

  expect(clone).toMatchObject({ id: `${id}clone1`, status: 'Running', tags: { env: 'prod', team: 'payments' } });
  expect([databases.admits(id, '10.64.128.7'), databases.admits(clone.id, '10.64.128.7')]).toEqual([false, true]);
});

test('the hand of somebody else shows in the lists and not in the journal', async () => {
  await using cloud = await startCloud();
  const { databases, journal } = cloud.emulator;
  await write(cloud, cidr);
  const before = journal.length;

  databases.editGroup(id, { name: group, entries: [cidr, '10.9.9.9'] });
  databases.removeGroup(id, 'office');
  databases.setTags(id, { env: 'dev' });

  expect(journal).toHaveLength(before);
  expect(await lists(cloud)).toEqual([
    'default MIX 127.0.0.1',
    'hdm_security_ips MIX 100.104.0.0/16',
    `${group} MIX 10.64.128.0/24,10.9.9.9`,
  ]);
});

test('tags that may not be read are an error, not an empty list', async () => {
  await using cloud = await startCloud({ denied: ['rds:ListTagResources'] });
  const request = new rds.ListTagResourcesRequest({ regionId: region, resourceType: 'INSTANCE', resourceId: [id] });

  expect(await codeOf(cloud.rds.listTagResources(request))).toBe('Forbidden.RAM');
});

test('a write whose answer is lost has taken effect, and the journal says so', async () => {
  await using cloud = await startCloud();
  cloud.emulator.faults.add({ call: 'rds:ModifySecurityIps', when: 'after', answer: { kind: 'reset' } });

  const code = await codeOf(write(cloud, cidr));

  expect(code).not.toBe('none');
  expect(cloud.emulator.databases.entries(id, group)).toEqual([cidr]);
  expect(cloud.emulator.journal.at(-1)).toMatchObject({ status: 0, changed: true });
});

test('a write can land after a later one, and then its list stands', async () => {
  await using cloud = await startCloud({ whitelistLandsLate: { count: 1, afterMs: 200_000 } });
  const { databases } = cloud.emulator;
  cloud.emulator.faults.add({ call: 'rds:ModifySecurityIps', when: 'after', answer: { kind: 'reset' } });

  await codeOf(write(cloud, cidr));
  await write(cloud, '127.0.0.1');
  const before = databases.entries(id, group);
  await until(() => (databases.entries(id, group)?.includes(cidr) ? true : undefined));

  expect(before).toEqual(['127.0.0.1']);
  expect(cloud.emulator.journal.map(({ changed }) => changed)).toEqual([true, true]);
});

test('the journal gives away every write to a foreign group or instance, refused ones too', async () => {
  await using cloud = await startCloud();
  const scope = { groupPattern: /^ep_[a-z0-9_]{1,16}_[0-9a-f]{8}$/, instanceIds: [id] };
  await write(cloud, cidr);
  const own = foreignWrites(cloud.emulator.journal, scope);

  await write(cloud, cidr, { DBInstanceIPArrayName: 'office' });
  await write(cloud, cidr, { DBInstanceIPArrayName: undefined });
  await write(cloud, cidr, { DBInstanceId: 'rm-2zeorders' });
  await codeOf(write(cloud, cidr, { DBInstanceId: 'rm-unknown' }));

  expect(own).toEqual([]);
  expect(foreignWrites(cloud.emulator.journal, scope).map(({ parameters }) => parameters.DBInstanceId)).toEqual([
    id,
    id,
    'rm-2zeorders',
    'rm-unknown',
  ]);
});

test('an instance says where it answers, and what its lists are', async () => {
  await using cloud = await startPostgres();

  const request = new rds.DescribeDBInstanceNetInfoRequest({ DBInstanceId: 'pgm-2zeledger' });
  const { body } = await cloud.rds.describeDBInstanceNetInfo(request);

  expect(body?.securityIPMode).toBe('safety');
  expect(body?.DBInstanceNetInfos?.DBInstanceNetInfo).toMatchObject([
    { connectionString: 'pgm-2zeledger.pg.rds.example.internal', port: '5432', IPType: 'Private' },
  ]);
  expect(body?.DBInstanceNetInfos?.DBInstanceNetInfo?.[0]?.IPAddress).toMatch(/^10\.3\.0\.\d+$/);
});
