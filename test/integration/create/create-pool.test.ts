import { afterEach, expect, test } from 'vitest';
import { configMaps, pods } from '../../../emulators/kubernetes/resources.ts';
import { people, type Scenario, startScenario, vpcId } from '../../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const zones = {
  one: ['cn-beijing-h'],
  two: ['cn-beijing-h', 'cn-beijing-g'],
  three: ['cn-beijing-h', 'cn-beijing-g', 'cn-beijing-i'],
};

test.each([
  ['socket', zones.one],
  ['socket', zones.three],
  ['http', zones.two],
] as const)(
  'over %s, a pool in %j is proven in every zone and the clouds hold what the thread says',
  async (transport, asked) => {
    scenario = await startScenario({ transport });
    const id = await scenario.begin(
      people.ana,
      `create payments --pods 40 --cluster prod --zones ${asked.join(',')} --namespaces payments`,
    );
    await scenario.until(id, 'done');
    const pool = await scenario.pool('payments');
    expect(pool).toMatchObject({ state: 'ready', clusterName: 'prod', namespaces: ['payments'] });
    expect(pool?.vSwitches.map(({ zoneId }) => zoneId)).toEqual(asked);
    const { vSwitches } = scenario.world.alicloud.state;
    for (const zone of pool?.vSwitches ?? []) {
      expect(vSwitches.get(zone.vSwitchId ?? '')).toMatchObject({
        zoneId: zone.zoneId,
        cidrBlock: zone.cidrBlock,
        vpcId,
        tags: { 'cost-center': 'cc-4711', 'egress-pool/name': 'payments' },
      });
      expect(zone.canaryIp?.split('.').slice(0, 2)).toEqual(zone.cidrBlock.split('.').slice(0, 2));
    }
    const nodePool = scenario.world.alicloud.state.nodePools.get(pool?.nodePoolId ?? '');
    expect(nodePool?.blocks).toMatchObject({
      scaling_group: { tags: expect.arrayContaining([{ key: 'cost-center', value: 'cc-4711' }]) },
    });
    const configMap = scenario.prod.get(configMaps, { namespace: 'kube-system', name: 'eni-config-payments' });
    const vswitches = Object.fromEntries((pool?.vSwitches ?? []).map(({ zoneId, vSwitchId }) => [zoneId, [vSwitchId]]));
    expect(JSON.parse(configMap?.data?.eni_conf ?? '{}')).toMatchObject({ vswitches });
    expect(scenario.prod.list(pods, 'egress-pool')).toEqual([]);
    const text = await scenario.threadSays(id, 'is *ready*');
    for (const { cidrBlock } of pool?.vSwitches ?? []) expect(text).toContain(`\`${cidrBlock}\``);
    expect(text).toContain('terway-config: eni-config-payments');
    expect((await scenario.audit()).map(({ what }) => what)).toEqual(
      expect.arrayContaining(['operation.requested', 'step.done', 'operation.done']),
    );
  },
);

test('without --zones a pool takes every zone with node vSwitches, three at most', async () => {
  scenario = await startScenario();
  const id = await scenario.begin(people.ana, 'create payments --pods 40 --cluster prod');
  await scenario.until(id, 'done');
  expect((await scenario.pool('payments'))?.vSwitches.map(({ zoneId }) => zoneId)).toEqual(zones.three);
});
