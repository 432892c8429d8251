import { afterEach, expect, test } from 'vitest';
import { deployments, nodes, podDisruptionBudgets, pods } from '../../../emulators/kubernetes/resources.ts';
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
