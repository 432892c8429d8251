import { afterEach, expect, test } from 'vitest';
import { configMaps, nodes } from '../../../emulators/kubernetes/resources.ts';
import { openPoolImport } from '../../../src/wiring/import-pool.ts';
import { createSharedParts } from '../../../src/wiring/shared-parts.ts';
import { workflowDeps } from '../../../src/wiring/worker-role.ts';
import type { ImportRequest } from '../../../src/workflows/import-pool/handmade-pool.ts';
import { accessOn, approvals } from '../../support/access.ts';
import { people, prodId, type Scenario, startScenario, vpcId } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const by = { kind: 'operator' as const, name: people.olga };
const instanceId = 'rm-2zepayments';
const zones = { 'cn-beijing-h': '10.64.200.0/25', 'cn-beijing-g': '10.64.200.128/25' };
const taint = { key: 'egress-pool', value: 'fixed' };
const poolTaints = [
  { ...taint, effect: 'NoSchedule' as const },
  { ...taint, effect: 'NoExecute' as const },
];

let scenario: Scenario;
afterEach(() => scenario.close());

/** By the article's steps: vSwitches, a ConfigMap that names them, a node pool with the label and a taint. */
async function makeByHand() {
  scenario = await startScenario({ file: { approvals }, knowsClouds: true });
  const parts = createSharedParts(scenario.config, 'worker');
  const { clouds } = workflowDeps(scenario.config, parts, {});
  const { vpc, ack } = clouds.inRegion('cn-beijing', {
    vpc: scenario.world.alicloud.url,
    cs: scenario.world.alicloud.url,
  });
  const vswitches: Record<string, string[]> = {};
  for (const [zoneId, cidrBlock] of Object.entries(zones)) {
    const made = { vpcId, zoneId, cidrBlock, name: `fixed-${zoneId}`, description: '', tags: [], clientToken: zoneId };
    const { vSwitchId } = await vpc.createVSwitch(made);
    await until(async () => (await vpc.readVSwitch(vSwitchId))?.status === 'Available', 10_000);
    vswitches[zoneId] = [vSwitchId];
  }
  const metadata = { namespace: 'kube-system', name: 'eni-config-fixed' };
  scenario.prod.put(configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { eni_conf: JSON.stringify({ vswitches }) },
  });
  const all = await vpc.listVSwitches(vpcId, 'fresh');
  const nodeVSwitches = Object.keys(zones).map(
    (zoneId) => all.find((one) => one.zoneId === zoneId && one.name.startsWith('nodes-'))?.vSwitchId ?? '',
  );
  const { nodePoolId } = await ack.createNodePool(prodId, {
    ...{ name: 'fixed', vSwitchIds: nodeVSwitches, instanceTypes: ['ecs.g7.xlarge'], systemDiskGib: 120 },
    ...{
      securityGroupId: undefined,
      labels: [
        { key: 'terway-config', value: 'eni-config-fixed' },
        { key: 'team', value: 'pay' },
      ],
    },
    ...{ taints: poolTaints, tags: [{ key: 'cost', value: 'pay' }], desiredSize: 2 },
  });
  const isReady = async () =>
    (await ack.readNodePool({ clusterId: prodId, nodePoolId }, 'fresh'))?.counts.healthy === 2 &&
    scenario.prod.list(nodes).filter(({ metadata: { labels } }) => labels?.team === 'pay').length === 2;
  await until(isReady, 20_000);
  await parts.close();
  const request: ImportRequest = {
    ...{ clusterName: 'prod', configMapName: 'eni-config-fixed', nodePoolId, name: 'fixed', expectedPods: 20 },
    ...{ namespaces: ['payments'], ownerGroup: 'S0ENG00001' },
  };
  return { request, vswitches };
}

test('a pool that was made by hand is taken over as it stands, proven, and let into a database', async () => {
  const { request } = await makeByHand();
  const { databases } = scenario.world.alicloud;
  databases.editGroup(instanceId, { name: 'office', entries: [zones['cn-beijing-h']] });
  const before = scenario.prod.list(nodes).map(({ metadata }) => metadata.name);
  const pool = openPoolImport(scenario.config);

  const checked = await pool.check(request);
  expect(checked.problems).toEqual([]);
  expect(checked.notes).toEqual([
    expect.stringContaining(`${instanceId} lets ${zones['cn-beijing-h']} in by its group office`),
  ]);
  const [verifying] = [await pool.take(checked, by)].flat();
  await pool.close();

  if (typeof verifying !== 'object') throw new Error('somebody else was faster');
  await scenario.until(verifying.operationId, 'done');
  const taken = await scenario.pool('fixed');
  expect(taken).toMatchObject({
    ...{ state: 'ready', configMapName: 'eni-config-fixed', nodePoolId: request.nodePoolId, expectedPods: 20 },
    ...{ namespaces: ['payments'], namespacesEnforced: true, ownerGroup: 'S0ENG00001', nodes: { min: 2, max: 2 } },
  });
  expect(taken?.vSwitches.map(({ zoneId, cidrBlock }) => [zoneId, cidrBlock]).toSorted()).toEqual(
    Object.entries(zones).toSorted(),
  );
  const nodesNow = scenario.prod.list(nodes);
  expect(nodesNow.map(({ metadata }) => metadata.name)).toEqual(before);
  const labels = nodesNow.flatMap(({ metadata }) => (metadata.labels?.team === 'pay' ? [metadata.labels] : []));
  expect(labels).toEqual(
    Array(2).fill(expect.objectContaining({ 'egress-pool/pool': taken?.id, 'terway-config': 'eni-config-fixed' })),
  );
  if (!taken) throw new Error('no pool');
  const grant = await accessOn(scenario).granted(taken, 86_400_000);
  expect(databases.entries(instanceId, grant.groupName)?.toSorted()).toEqual(Object.values(zones).toSorted());
  expect(databases.entries(instanceId, 'office')).toEqual([zones['cn-beijing-h']]);
});

test('what would let other pods in or out keeps a pool from being taken over, and nothing is marked', async () => {
  const { request, vswitches } = await makeByHand();
  const pool = openPoolImport(scenario.config);
  const problems = async (changes: Partial<ImportRequest> = {}) =>
    (await pool.check({ ...request, ...changes })).problems.join('\n');
  const conf = (of: Record<string, string[]>) => {
    const metadata = { namespace: 'kube-system', name: 'eni-config-fixed' };
    scenario.prod.put(configMaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { eni_conf: JSON.stringify({ vswitches: of }) },
    });
  };

  expect(await problems({ configMapName: 'eni-config' })).toContain(
    'eni-config is the configuration of the whole cluster',
  );
  expect(await problems({ name: 'other' })).toMatch(
    /lacks the taint egress-pool=other:NoExecute[\s\S]*node .* lacks the pool's taints/,
  );
  conf({ 'cn-beijing-h': vswitches['cn-beijing-h'] ?? [] });
  expect(await problems()).toContain('has nodes in cn-beijing-g, for which its ConfigMap names no vSwitch');
  const everybodys = scenario.world.seed.vSwitches.find(
    ({ name, zoneId }) => name === 'pods-h' || (name?.startsWith('pods-') && zoneId === 'cn-beijing-h'),
  );
  conf({ ...vswitches, 'cn-beijing-h': [everybodys?.vSwitchId ?? ''] });
  expect(await problems()).toMatch(/is in eni-config too[\s\S]*is not the pool's and would be let in too/);

  await pool.close();
  expect(scenario.leftovers('fixed')).toEqual([]);
  expect(await scenario.pool('fixed')).toBeUndefined();
});
