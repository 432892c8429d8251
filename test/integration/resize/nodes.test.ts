import { afterEach, expect, test } from 'vitest';
import { freeAddressCount, takeAddresses } from '../../../emulators/alicloud/vpc/addresses.ts';
import { configMaps, deployments, nodes, podDisruptionBudgets, pods } from '../../../emulators/kubernetes/resources.ts';
import { holdsAddress } from '../../../src/domain/cidr.ts';
import { workloadPatch } from '../../../src/domain/workload-patch.ts';
import { people } from '../../support/scenario.ts';
import { type Resizing, startResizing } from './resizing.ts';

let resizing: Resizing;
afterEach(() => resizing.scenario.close());

const labels = { app: 'api' };

/** A workload in the pool whose disruption budget lets none of its pods go. */
async function runApi(replicas: number) {
  const { prod } = resizing.scenario;
  const { nodeSelector, tolerations } = workloadPatch(resizing.before);
  const metadata = { name: 'api', namespace: 'payments' };
  prod.put(deployments, {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { nodeSelector, tolerations, containers: [{ name: 'api', image: 'registry.example/api:1' }] },
      },
    },
  });
  prod.put(podDisruptionBudgets, {
    ...{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata },
    spec: { minAvailable: replicas, selector: { matchLabels: labels } },
  });
  await expect.poll(() => running().length, { timeout: 20_000 }).toBe(replicas);
}

const running = () =>
  resizing.scenario.prod
    .list(pods)
    .filter((pod) => pod.metadata.labels?.app === 'api' && pod.status.phase === 'Running');

test('a disruption budget keeps a node, the thread says which, and a person is asked in the end', async () => {
  resizing = await startResizing({ grants: [] });
  const { scenario } = resizing;
  await scenario.until(await resizing.resize('--pods 30 --nodes 4'), 'done');
  await runApi(8);

  const id = await resizing.resize('--pods 20 --nodes 2');
  await scenario.threadSays(id, 'disruption budget api');
  const stopped = await scenario.until(id, 'waiting', 60_000);

  expect(stopped.error).toMatchObject({ code: 'STILL_IN_USE' });
  expect(stopped.error?.text).toContain('payments/api');
  expect(running()).toHaveLength(8);
  expect(scenario.prod.list(nodes).filter(({ spec }) => spec.unschedulable === true)).toEqual([]);
  expect((await resizing.pool()).state).toBe('ready');

  scenario.prod.delete(podDisruptionBudgets, { namespace: 'payments', name: 'api' });
  await scenario.click(people.ana, id, 'retry');
  await scenario.until(id, 'done', 60_000);

  expect((await resizing.pool()).nodes).toEqual({ min: 2, max: 2 });
  await expect.poll(() => running().length, { timeout: 20_000 }).toBe(8);
});

test('the service stopped in the middle and started again comes to the same end', async () => {
  resizing = await startResizing({ grants: [] });
  const { scenario } = resizing;
  const id = await resizing.resize('--pods 60 --nodes 3');
  await scenario.untilStep(id, 'config-map', 'done');

  await scenario.stopService();
  await scenario.startService();
  await scenario.until(id, 'done', 60_000);

  const pool = await resizing.pool();
  expect(pool).toMatchObject({ expectedPods: 60, nodes: { min: 3, max: 3 } });
  expect(pool.vSwitches).toHaveLength(4);
  // The one new node took its addresses of its zone's new vSwitch; in the other zone no pod can have one yet.
  const proofs = pool.vSwitches
    .slice(2)
    .flatMap(({ cidrBlock, canaryIp }) => (canaryIp ? [{ cidrBlock, canaryIp }] : []));
  expect(proofs.map(({ cidrBlock, canaryIp }) => holdsAddress(cidrBlock, canaryIp))).toEqual([true]);
});

test('nodes that can have no other interface and no further address are replaced one by one, and give new addresses', async () => {
  resizing = await startResizing({ grants: [] });
  const { scenario, before } = resizing;
  const { instanceTypes, vSwitches } = scenario.world.alicloud.state;
  const type = instanceTypes.get('ecs.g7.xlarge');
  if (!type) throw new Error('no instance type');
  Object.assign(type, { eniQuantity: 2, eniPrivateIpAddressQuantity: 40 });
  for (const { vSwitchId } of before.vSwitches) {
    const old = vSwitches.get(vSwitchId ?? '');
    if (old) takeAddresses(old, freeAddressCount(old));
  }
  const machinesBefore = resizing.machines();

  const id = await resizing.resize('--pods 40');
  await scenario.until(id, 'done', 60_000);

  const pool = await resizing.pool();
  expect(pool.nodes).toEqual(before.nodes);
  expect(resizing.machines()).toHaveLength(machinesBefore.length);
  expect(resizing.machines().filter((one) => machinesBefore.includes(one))).toEqual([]);
  const added = pool.vSwitches.slice(before.vSwitches.length);
  expect(added.map(({ cidrBlock, canaryIp }) => holdsAddress(cidrBlock, canaryIp ?? ''))).toEqual([true, true]);
  await scenario.threadSays(id, 'can have no other');
});

test('where other warm-pool settings are enough only the ConfigMap changes, and Terway starts again', async () => {
  resizing = await startResizing({ grants: [] });
  const { scenario, before } = resizing;
  const place = { namespace: 'kube-system', name: 'eni-config-payments' };
  const found = scenario.prod.get(configMaps, place);
  const conf = JSON.parse(found?.data?.eni_conf ?? '{}');
  if (found)
    scenario.prod.put(configMaps, { ...found, data: { eni_conf: JSON.stringify({ ...conf, max_pool_size: 40 }) } });
  const terway = () => {
    const names = scenario.prod
      .list(nodes)
      .filter(({ metadata }) => metadata.labels?.['egress-pool/pool'] === before.id);
    return scenario.prod
      .list(pods)
      .filter(({ metadata, spec }) => {
        const isTerway = metadata.labels?.app === 'terway-eniip';
        return isTerway && names.some((node) => node.metadata.name === spec.nodeName);
      })
      .map(({ metadata }) => metadata.uid);
  };
  const [terwayBefore, machinesBefore] = [terway(), resizing.machines()];

  const id = await resizing.resize('--pods 21');
  await scenario.until(id, 'done', 60_000);

  expect(JSON.parse(scenario.prod.get(configMaps, place)?.data?.eni_conf ?? '{}')).toEqual({
    ...conf,
    max_pool_size: 1,
  });
  expect((await resizing.pool()).vSwitches.map(({ vSwitchId }) => vSwitchId)).toEqual(
    before.vSwitches.map(({ vSwitchId }) => vSwitchId),
  );
  expect(resizing.machines()).toEqual(machinesBefore);
  expect(terway()).toHaveLength(terwayBefore.length);
  expect(terway().filter((uid) => terwayBefore.includes(uid))).toEqual([]);
});
