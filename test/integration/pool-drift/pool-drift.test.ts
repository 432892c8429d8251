import { afterEach, expect, test } from 'vitest';
import { objectAt } from '../../../emulators/alicloud/json.ts';
import {
  admissionBindings,
  admissionPolicies,
  configMaps,
  deployments,
  nodes,
} from '../../../emulators/kubernetes/resources.ts';
import { workloadPatch } from '../../../src/domain/workload-patch.ts';
import { poolDriftOf, poolDriftRecordId } from '../../../src/store/pool-drift-record.ts';
import { readyPool } from '../../support/access.ts';
import { cardsOf } from '../../support/cards.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const timeoutMs = 25_000;
const alerts = 'C0CAPACITY';

let scenario: Scenario;
afterEach(() => scenario.close());

/** A ready pool that is looked over again and again. */
async function watched() {
  scenario = await startScenario({ file: { drift: { every: '2m' }, capacity: { every: '60s' } } });
  const pool = await readyPool(scenario);
  return { pool, cards: cardsOf(scenario), drift: async () => drift(pool.id) };
}

const drift = async (poolId: string) => poolDriftOf(await scenario.store.read(poolDriftRecordId(poolId)));
const stateOf = async (name: string) => (await scenario.pool(name))?.state;

test('a pool as it was made is not spoken of; a deleted ConfigMap is told once, degrades it, and is over when it is back', async () => {
  const { cards, drift } = await watched();
  await expect.poll(async () => (await drift()).lookedAtMs !== undefined, { timeout: timeoutMs }).toBe(true);
  expect(await drift()).toMatchObject({ known: [], suspected: [] });
  const about = { namespace: 'kube-system', name: 'eni-config-payments' };
  const configMap = scenario.prod.get(configMaps, about);
  if (!configMap) throw new Error('no ConfigMap');

  scenario.prod.delete(configMaps, about);
  await cards.shown(alerts, /ConfigMap is gone.*eni-config-payments[\s\S]*no database is opened to it/);
  await cards.shown('C0PLATFORM', /:rotating_light: .*ConfigMap is gone/);
  expect(await stateOf('payments')).toBe('degraded');
  scenario.prod.put(configMaps, configMap);

  await cards.shown(alerts, /:white_check_mark: .*ConfigMap is gone.*Not so any more/);
  await expect.poll(() => stateOf('payments')).toBe('ready');
  const entries = (await scenario.audit())
    .map(({ what }) => what)
    .filter((what) => /^pool\.(drift|deg|ready)/.test(what));
  expect(entries).toEqual(['pool.drift', 'pool.degraded', 'pool.drift-gone', 'pool.ready-again']);
});

test('what can be put back is put back by the button, for its owner only, and the pool is ready again', async () => {
  const { pool, cards, drift } = await watched();
  const { prod, world } = scenario;
  const before = picture();
  const [node] = prod.list(nodes).filter(({ metadata }) => metadata.labels?.['egress-pool/pool'] === pool.id);
  const nodePool = world.alicloud.state.nodePools.get(pool.nodePoolId ?? '');
  const configMap = prod.get(configMaps, { namespace: 'kube-system', name: 'eni-config-payments' });
  if (!node || !nodePool || !configMap) throw new Error('the pool is not whole');

  prod.put(configMaps, { ...configMap, data: { eni_conf: '{"vswitches":{"cn-beijing-h":["vsw-other"]}}' } });
  const { 'terway-config': _, ...labels } = node.metadata.labels ?? {};
  prod.put(nodes, {
    ...node,
    metadata: { ...node.metadata, labels },
    spec: { ...node.spec, taints: (node.spec?.taints ?? []).filter(({ effect }) => effect !== 'NoExecute') },
  });
  const block = objectAt(nodePool.blocks, 'kubernetes_config');
  nodePool.blocks.kubernetes_config = { ...block, labels: [{ key: 'terway-config', value: 'eni-confg-payments' }] };
  prod.delete(admissionBindings, { name: 'egress-pool-payments' });

  const kinds = ['config-map-changed', 'policy-changed', 'node-pool-label', 'node-label', 'node-taint'];
  const open = async () => (await drift()).known.filter(({ goneAtMs }) => goneAtMs === undefined);
  await expect
    .poll(async () => (await open()).map(({ finding }) => finding.kind), { timeout: timeoutMs })
    .toEqual(kinds);
  const alarm = await cards.shown(alerts, 'changed Terway’s ConfigMap');
  await cards.click(people.stan, alarm, 'pool_repair');
  await cards.told(people.stan, ':no_entry:');
  await cards.click(people.ana, alarm, 'pool_repair');
  const { text } = await cards.told(people.ana, 'is being repaired');
  await scenario.threadSays(/op-[a-z0-9]{12}/.exec(text)?.[0] ?? '', 'is put back, and it is looked at again');

  await expect.poll(() => stateOf('payments'), { timeout: 40_000 }).toBe('ready');
  expect(await open()).toEqual([]);
  expect(picture()).toEqual(before);
  expect((await scenario.pool('payments'))?.changedBy).toBeUndefined();

  /** What a repair has to bring back. */
  function picture() {
    const members = prod.list(nodes).filter(({ spec }) => JSON.stringify(spec).includes('"egress-pool"'));
    const { labels, taints } = objectAt(
      world.alicloud.state.nodePools.get(pool.nodePoolId ?? '')?.blocks ?? {},
      'kubernetes_config',
    );
    return {
      nodes: members.map(({ metadata, spec }) => [metadata.labels?.['terway-config'], sorted(spec?.taints ?? [])]),
      nodePool: [sorted(labels), sorted(taints)],
      told: prod.get(configMaps, { namespace: 'kube-system', name: 'eni-config-payments' })?.data,
      policy: prod.get(admissionPolicies, { name: 'egress-pool-payments' })?.spec,
      binding: prod.get(admissionBindings, { name: 'egress-pool-payments' })?.spec,
    };
  }
});

test('who is on a pool is shown, and who should not be is told: their pods and interfaces reach its databases', async () => {
  const { pool, cards } = await watched();
  const blanket = { nodeSelector: { 'egress-pool/pool': pool.id }, tolerations: [{ operator: 'Exists' }] };
  run({ namespace: 'payments', name: 'api', ...workloadPatch(pool) });
  run({ namespace: 'payments', name: 'proxy', hostNetwork: true, ...workloadPatch(pool) });
  run({ namespace: 'default', name: 'agent', ...blanket });
  const { ecs, vSwitchId } = { ecs: scenario.world.alicloud.state, vSwitchId: pool.vSwitches[0]?.vSwitchId ?? '' };
  const [own] = [...ecs.networkInterfaces.values()].filter((one) => one.vSwitchId === vSwitchId);
  if (!own) throw new Error('no interface in the pool');
  const strange = { ...own, networkInterfaceId: 'eni-strange', instanceId: 'i-elsewhere', tags: {} };
  ecs.networkInterfaces.set('eni-strange', strange);

  await cards.shown(
    alerts,
    /Another namespace runs pods in the pool.*Deployment default\/agent.*tolerates every taint/,
  );
  await cards.shown(alerts, /Pods use their node’s address.*payments\/proxy/);
  const shared = await cards.shown(alerts, /Something else is in the pool’s vSwitch.*eni-strange of i-elsewhere/);

  expect(JSON.stringify(shared.blocks)).not.toContain('pool_repair');
  const shown = await scenario.say(people.stan, 'show payments');
  expect(shown).toMatch(/Used by[\s\S]*`payments\/api` \(`Deployment`\): 1 pod/);
  expect(shown).toMatch(/degraded[\s\S]*eni-strange of i-elsewhere[\s\S]*default\/agent/);
  await scenario.until(await scenario.begin(people.ana, 'verify payments'), 'done');
  expect(await stateOf('payments')).toBe('degraded');
});

function run({ namespace, name, ...spec }: { namespace: string; name: string; hostNetwork?: boolean }): void {
  const labels = { app: name };
  scenario.prod.put(deployments, {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace } },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...spec, containers: [{ name, image: 'registry.example/app:1' }] } },
    },
  });
}

function sorted(list: unknown): string[] {
  return Array.isArray(list) ? list.map((one) => JSON.stringify(Object.entries(one).sort())).sort() : [];
}
