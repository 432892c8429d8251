import { expect, test } from 'vitest';
import { nameOf } from '../../../emulators/alicloud/action.ts';
import { actions } from '../../../emulators/alicloud/actions.ts';
import { coverage } from '../../../emulators/alicloud/coverage.ts';
import { until } from '../../support/until.ts';
import { type Cloud, codeOf, connect, cs, ecs, makeVSwitch, prod, region, startCloud, vpc } from './harness.ts';
import { signedRequest } from './signed-request.ts';

const zones = (cloud: Pick<Cloud, 'vpc'>) =>
  cloud.vpc.describeZones(new vpc.DescribeZonesRequest({ regionId: region }));

function raw(cloud: Cloud, query: Record<string, string>, more: { secret?: string; atMs?: number } = {}) {
  return signedRequest({ url: cloud.emulator.url, action: 'DescribeZones', query, ...more });
}

test('the table of covered actions equals the routes', () => {
  const covered = coverage.filter((row) => row.isCovered).map((row) => row.action);

  expect(covered.toSorted()).toEqual(actions.map(nameOf).toSorted());
  expect(new Set(coverage.map((row) => row.action)).size).toBe(coverage.length);
});

test('a wrong secret and an unknown key are refused', async () => {
  await using cloud = await startCloud();

  const wrong = await codeOf(zones(connect(cloud.emulator, { id: 'LTAI-demo', secret: 'other' })));
  const unknown = await codeOf(zones(connect(cloud.emulator, { id: 'LTAI-other', secret: 'demo-secret' })));

  expect([wrong, unknown]).toEqual(['SignatureDoesNotMatch', 'InvalidAccessKeyId.NotFound']);
});

test('a request is accepted once and near its date only', async () => {
  await using cloud = await startCloud();
  const request = raw(cloud, { RegionId: region });

  const first = await request();
  const replayed = await request();
  const old = await raw(cloud, { RegionId: region }, { atMs: Date.now() - 3_600_000 })();

  expect(first.status).toBe(200);
  expect(replayed).toMatchObject({ status: 400, body: { Code: 'SignatureNonceUsed', HostId: 'vpc.aliyuncs.com' } });
  expect(old.body).toMatchObject({ Code: 'InvalidTimeStamp.Expired' });
});

test('unknown, malformed and missing parameters and unknown actions are refused', async () => {
  await using cloud = await startCloud();

  const unknown = await raw(cloud, { RegionId: region, Zone: 'h' })();
  const missing = await raw(cloud, {})();
  const noAction = await signedRequest({ url: cloud.emulator.url, action: 'DropTables', query: {} })();

  expect(unknown).toMatchObject({ status: 400, body: { Code: 'InvalidParameter' } });
  expect(missing).toMatchObject({ status: 400, body: { Code: 'MissingParameter' } });
  expect(noAction).toMatchObject({ status: 404, body: { Code: 'InvalidAction.NotFound' } });
});

test('errors of the cluster API have its own shape', async () => {
  await using cloud = await startCloud();

  const error: unknown = await cloud.cs.describeClusterDetail('c-unknown').catch((caught: unknown) => caught);

  expect(error).toMatchObject({
    code: 'ErrorClusterNotFound',
    statusCode: 404,
    data: { code: 'ErrorClusterNotFound', message: 'cluster (c-unknown) not found in our records' },
  });
});

test('a fault before a call keeps its effect away, one after it hides the effect', async () => {
  await using cloud = await startCloud();
  const answer = { kind: 'error', status: 503, code: 'ServiceUnavailable' } as const;
  cloud.emulator.faults.add({ call: 'vpc:CreateVSwitch', when: 'before', answer });
  cloud.emulator.faults.add({ call: 'vpc:CreateVSwitch', when: 'after', answer: { kind: 'reset' } });

  const before = await codeOf(makeVSwitch(cloud, '10.64.128.0/24', { clientToken: 't' }));
  const after = await codeOf(makeVSwitch(cloud, '10.64.128.0/24', { clientToken: 't' }));
  const recovered = await makeVSwitch(cloud, '10.64.128.0/24', { clientToken: 't' });

  expect([before, after]).toEqual(['ServiceUnavailable', 'ECONNRESET']);
  expect(cloud.emulator.journal).toMatchObject([
    { name: 'vpc:CreateVSwitch', status: 503, code: 'ServiceUnavailable', changed: false },
    { status: 0, changed: true },
    { status: 200, changed: false },
  ]);
  expect(cloud.emulator.state.vSwitches.has(recovered)).toBe(true);
});

test('a fault can answer with garbage or with throttling', async () => {
  await using cloud = await startCloud();
  const throttled = {
    kind: 'error',
    status: 400,
    code: 'Throttling.User',
    headers: { 'x-acs-retry-after': '70' },
  } as const;
  cloud.emulator.faults.add({ call: '*', when: 'before', answer: { kind: 'garbage' } });
  cloud.emulator.faults.add({ call: 'vpc:DescribeZones', when: 'before', answer: throttled });

  const garbage: unknown = await zones(cloud).catch((error: unknown) => error);
  const throttling: unknown = await zones(cloud).catch((error: unknown) => error);

  expect(garbage).toBeInstanceOf(SyntaxError);
  expect(throttling).toMatchObject({ name: 'ThrottlingError', retryAfter: 70 });
});

test('throttling counts per action and window', async () => {
  await using cloud = await startCloud({ throttle: { 'vpc:DescribeZones': { calls: 2, windowMs: 60_000_000 } } });

  const codes = [await codeOf(zones(cloud)), await codeOf(zones(cloud)), await codeOf(zones(cloud))];
  const other = await codeOf(cloud.cs.describeUserQuota());

  expect(codes).toEqual(['none', 'none', 'Throttling.User']);
  expect(other).toBe('none');
});

test('another process can plan faults, change settings and read state and journal', async () => {
  await using cloud = await startCloud();
  const post = (path: string, body: object) =>
    fetch(`${cloud.emulator.url}/_emulator/${path}`, { method: 'POST', body: JSON.stringify(body) });
  const get = (path: string) => fetch(`${cloud.emulator.url}/_emulator/${path}`).then((response) => response.json());

  const answer = { kind: 'error', status: 500, code: 'InternalError' };
  await post('faults', { call: 'vpc:DescribeZones', when: 'before', answer });
  await post('settings', { autoReady: true, delays: { instanceStartMs: 1 } });
  const refused = await post('settings', { autoRedy: true });
  const code = await codeOf(zones(cloud));

  expect(code).toBe('InternalError');
  expect(refused.status).toBe(400);
  expect(cloud.emulator.settings).toMatchObject({
    autoReady: true,
    delays: { instanceStartMs: 1, clusterBusyMs: 3000 },
  });
  expect(await get('journal')).toMatchObject([{ name: 'vpc:DescribeZones', code: 'InternalError' }]);
  expect(await get('state')).toMatchObject({ clusters: { [prod]: { name: 'prod' } } });
});

test('the reads that a plan needs answer through the SDKs', async () => {
  await using cloud = await startCloud();
  const cluster = cloud.emulator.state.clusters.get(prod);
  if (cluster) cluster.kubeconfig = 'kind: Config';

  const detail = await cloud.cs.describeClusterDetail(prod);
  const addons = await cloud.cs.listClusterAddonInstances(prod);
  const clusters = await cloud.cs.describeClustersV1(new cs.DescribeClustersV1Request({ regionId: region }));
  const request = new cs.DescribeClusterUserKubeconfigRequest({ temporaryDurationMinutes: 60 });
  const kubeconfig = await cloud.cs.describeClusterUserKubeconfig(prod, request);
  const tables = await cloud.vpc.describeRouteTableList(
    new vpc.DescribeRouteTableListRequest({ regionId: region, vpcId: 'vpc-2zemain' }),
  );
  const routes = await cloud.vpc.describeRouteEntryList(
    new vpc.DescribeRouteEntryListRequest({ regionId: region, routeTableId: 'vtb-2zemain', maxResult: 3 }),
  );
  const types = await cloud.ecs.describeInstanceTypes(
    new ecs.DescribeInstanceTypesRequest({ instanceTypes: ['ecs.g7.xlarge'] }),
  );
  const instances = await cloud.ecs.describeInstances(
    new ecs.DescribeInstancesRequest({ regionId: region, vpcId: 'vpc-2zemain', maxResults: 2 }),
  );

  expect(detail.body).toMatchObject({ state: 'running', serviceCidr: '172.21.0.0/20', containerCidr: '' });
  expect(addons.body?.addons?.map((addon) => addon.name)).toContain('terway-eniip');
  expect(clusters.body?.clusters).toHaveLength(3);
  expect(kubeconfig.body?.config).toBe('kind: Config');
  expect(tables.body?.routerTableList?.routerTableListType).toMatchObject([{ routeTableId: 'vtb-2zemain' }]);
  expect(routes.body).toMatchObject({ totalCount: 15 });
  expect(routes.body?.nextToken).not.toBe('');
  expect(routes.body?.routeEntrys?.routeEntry?.[0]).toMatchObject({
    type: 'Custom',
    destinationCidrBlock: '0.0.0.0/0',
  });
  expect(types.body?.instanceTypes?.instanceType).toMatchObject([{ eniQuantity: 4, eniPrivateIpAddressQuantity: 15 }]);
  expect(instances.body).toMatchObject({ totalCount: 5 });
});

test('SNAT entries tell which vSwitches have a way out', async () => {
  await using cloud = await startCloud();

  const gateways = await cloud.vpc.describeNatGateways(
    new vpc.DescribeNatGatewaysRequest({ regionId: region, vpcId: 'vpc-2zemain' }),
  );
  const [gateway] = gateways.body?.natGateways?.natGateway ?? [];
  const [snatTableId = ''] = gateway?.snatTableIds?.snatTableId ?? [];
  const entries = await cloud.vpc.describeSnatTableEntries(
    new vpc.DescribeSnatTableEntriesRequest({ regionId: region, snatTableId }),
  );

  const sources = entries.body?.snatTableEntries?.snatTableEntry?.map((entry) => entry.sourceVSwitchId);
  expect(sources).toEqual(['vsw-2zepods-h', 'vsw-2zepods-g', 'vsw-2zepods-i']);
});

test('a denied action names itself, in the shape of its product', async () => {
  await using cloud = await startCloud({ denied: ['vpc:DescribeZones', 'cs:DescribeClusterDetail'] });

  const rpc: unknown = await zones(cloud).catch((error: unknown) => error);
  const roa: unknown = await cloud.cs.describeClusterDetail(prod).catch((error: unknown) => error);

  const named = (action: string) => ({ AuthAction: action, NoPermissionType: 'ImplicitDeny' });
  expect(rpc).toMatchObject({ code: 'Forbidden.RAM', accessDeniedDetail: named('vpc:DescribeZones') });
  expect(roa).toMatchObject({ code: 'StatusForbidden', accessDeniedDetail: named('cs:DescribeClusterDetail') });
});

test('a dry run of a read answers DryRunOperation', async () => {
  await using cloud = await startCloud();

  const code = await codeOf(cloud.vpc.describeVpcs(new vpc.DescribeVpcsRequest({ regionId: region, dryRun: true })));

  expect(code).toBe('DryRunOperation');
});

test('a call that hangs ends with the emulator, a delayed one takes effect later', async () => {
  const cloud = await startCloud();
  cloud.emulator.faults.add({ call: 'vpc:DescribeZones', when: 'before', answer: { kind: 'delay', wallMs: 50 } });
  cloud.emulator.faults.add({ call: 'vpc:DescribeZones', when: 'before', answer: { kind: 'hang' }, skip: 0 });

  const delayed = await codeOf(zones(cloud));
  const hanging = codeOf(zones(cloud));
  await until(() => (cloud.emulator.journal.length === 2 ? true : undefined));
  await cloud.emulator.close();

  expect([delayed, await hanging]).toEqual(['none', 'ECONNRESET']);
});
