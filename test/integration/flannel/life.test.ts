import { afterEach, expect, test } from 'vitest';
import { configMaps, deployments, nodes, pods, type Resource } from '../../../emulators/kubernetes/resources.ts';
import { holdsAddress } from '../../../src/domain/cidr.ts';
import { connectionProofsOf } from '../../../src/domain/connection-proof.ts';
import { workloadPatch } from '../../../src/domain/workload-patch.ts';
import { accessOn } from '../../support/access.ts';
import { cardsOf } from '../../support/cards.ts';
import { loseRedis, reconcile } from '../../support/reconciling.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const clusterId = 'c19a4e2f60b7d4853a1c9f0e6d7b20000';
const instanceId = 'rm-2zelegacy';
const create = 'create billing --pods 40 --cluster legacy --namespaces payments';

let scenario: Scenario;
afterEach(() => scenario.close());

const legacy = () => scenario.world.kubernetes.cluster(clusterId);
const named = (resource: Resource, part: string) =>
  legacy()
    .list(resource)
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.includes(part));

/** A Deployment with the patch that the pool's workloads need; runs when it is answered. */
async function run(replicas: number): Promise<void> {
  const labels = { app: 'api' };
  const containers = [{ name: 'api', image: 'acme/api:1' }];
  const where = workloadPatch({ name: 'billing', configMapName: 'eni-config-billing', network: 'flannel' });
  legacy().put(deployments, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api', namespace: 'payments' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, ...where } },
    },
  });
  const running = () =>
    legacy()
      .list(pods, 'payments')
      .filter(({ status }) => status.phase === 'Running').length;
  await expect.poll(running, { timeout: 20_000 }).toBe(replicas);
}

test('a pool of a Flannel cluster admits its nodes, from the first to the last day of its life', async () => {
  scenario = await startScenario({ knowsClouds: true, file: { capacity: { every: '60s' } } });
  const [cards, access] = [cardsOf(scenario), accessOn(scenario)];
  const made = await scenario.begin(people.ana, create);
  await scenario.until(made, 'done');
  const pool = await scenario.pool('billing');
  if (!pool) throw new Error('no pool');

  expect(pool).toMatchObject({ state: 'ready', network: 'flannel' });
  const own = legacy()
    .list(nodes)
    .filter(({ metadata }) => metadata.labels?.['egress-pool/name'] === 'billing');
  expect(own).toHaveLength(2);
  for (const { status } of own) {
    const address = status.addresses.find(({ type }) => type === 'InternalIP')?.address ?? '';
    const vSwitch = pool.vSwitches.find(({ cidrBlock }) => holdsAddress(cidrBlock, address));
    expect(vSwitch).toMatchObject({ canaryIp: address, usableAddresses: 12 });
  }
  expect(named(configMaps, 'billing')).toEqual(['egress-pool-record-billing']);
  expect(own.every(({ metadata }) => metadata.labels?.['terway-config'] === undefined)).toBe(true);
  expect(await scenario.threadSays(made, 'is *done*')).toContain('egress-pool/name: billing');
  expect(await scenario.say(people.ana, 'show billing')).toContain("leave with their node's address (Flannel)");
  expect(await scenario.say(people.ana, 'use billing')).toContain('egress-pool/name: billing');

  await run(3);
  const proven = await scenario.begin(people.ana, 'use billing payments/api');
  await scenario.until(proven, 'done');
  expect(await scenario.threadSays(proven, 'is *done*')).toMatch(/api-\S+, 192\.168\.\d+\.\d+/);
  const shown = () => scenario.say(people.ana, 'capacity billing');
  await expect
    .poll(shown, { timeout: 20_000 })
    .toMatch(/12 addresses for nodes: 1 with nodes, 11 free; [34] pods on them/);

  const { id, grantId } = await cards.ask(`allow billing ${instanceId} --for 6d --reason "reads the ledger"`);
  const card = await cards.card(id, 'please decide');
  expect(card.text).toMatch(/also pods on the nodes' network[\s\S]*kube-system\/kube-proxy-worker/);
  for (const who of ['U02DAVID', people.sara]) await cards.click(who, card, 'request_approve');
  const { groupName } = await access.untilGrant(grantId, 'active');
  const entries = () => scenario.world.alicloud.databases.entries(instanceId, groupName);
  expect(entries()).toEqual(pool.vSwitches.map(({ cidrBlock }) => cidrBlock).sort());
  const { operationId = '' } = await access.request(id);
  await scenario.until(operationId, 'done');
  for (const { zoneId, proof } of connectionProofsOf(await scenario.operation(operationId))) {
    const { canaryIp } = pool.vSwitches.find((one) => one.zoneId === zoneId) ?? {};
    expect(proof).toMatchObject({ proof: 'open', from: canaryIp });
  }

  const verified = await scenario.begin(people.ana, `verify billing ${instanceId}`);
  await scenario.until(verified, 'done');
  const grown = await scenario.begin(people.olga, 'resize billing --pods 300');
  await scenario.until(grown, 'done');
  expect(await scenario.threadSays(grown, 'is *done*')).toContain('about 300 pods fit');
  expect(named(nodes, '192.168.32.')).toHaveLength(3);
  expect(entries()).toEqual(pool.vSwitches.map(({ cidrBlock }) => cidrBlock).sort());
  await loseRedis(scenario);
  const { rows } = await reconcile(scenario);
  expect(rows.map(({ what, verdict, notes }) => [what, verdict, notes])).toEqual([
    ['pool', 'adopt', []],
    ['grant', 'adopt', []],
  ]);
  expect(await scenario.pool('billing')).toMatchObject({
    state: 'ready',
    network: 'flannel',
    vSwitches: pool.vSwitches.map(({ cidrBlock, zoneId }) => ({ cidrBlock, zoneId })),
  });

  await scenario.say(people.ana, `revoke billing ${instanceId}`);
  await access.untilGrant(grantId, 'ended');
  expect(entries()).toEqual(['127.0.0.1']);
  await run(0);
  await scenario.until(await scenario.begin(people.ana, 'delete billing --confirm billing'), 'done');
  expect(scenario.leftovers('billing')).toEqual([]);
});

test('nodes that are not in the vSwitches of their pool are named, and rolling back leaves nothing', async () => {
  scenario = await startScenario();
  const id = await scenario.begin(people.ana, create);
  await scenario.untilStep(id, 'node-pool', 'done');
  const { nodePools, vSwitches } = scenario.world.alicloud.state;
  for (const { vSwitchId, zoneId, tags } of vSwitches.values()) {
    if (!('egress-pool/pool' in tags)) continue;
    for (const nodePool of nodePools.values()) {
      const moved = JSON.stringify(nodePool.blocks).replaceAll(vSwitchId, `vsw-2zelegacy-${zoneId.at(-1)}`);
      nodePool.blocks = JSON.parse(moved);
    }
  }

  const { error } = await scenario.until(id, 'failed');
  expect(error).toMatchObject({ code: 'NODE_WRONG', step: 'nodes' });
  expect(error?.text).toMatch(/in vsw-2zelegacy-[hg], so it can leave with addresses outside the pool/);
  await scenario.say(people.olga, `rollback ${id}`);
  await scenario.until(id, 'rolled-back');
  expect(scenario.leftovers('billing')).toEqual([]);
});
