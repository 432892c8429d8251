import { afterEach, expect, test } from 'vitest';
import type { OutageAlert } from '../../../src/domain/capacity/alert.ts';
import { openAlertIndex, outageOf } from '../../../src/store/alert-record.ts';
import { poolChange, poolIndex } from '../../../src/store/pool-record.ts';
import { cardsOf } from '../../support/cards.ts';
import { prodId, type Scenario, startScenario } from '../../support/scenario.ts';
import { smallPool } from './capacity-scene.ts';

const legacyId = 'c19a4e2f60b7d4853a1c9f0e6d7b20000';
const soon = { timeout: 40_000, interval: 100 };

let scenario: Scenario;
afterEach(() => scenario.close());

const outage = async (id: string): Promise<OutageAlert | undefined> => {
  const record = await scenario.store.read(id);
  return record && outageOf(record);
};

test('a cluster that is silent and one that throttles are one alert each, and hold up no other', async () => {
  scenario = await startScenario({ file: { capacity: { every: '60s', sustain: '2m' } } });
  const dead = await smallPool(scenario);
  const well = await smallPool(scenario, { name: 'orders', cluster: 'staging' });
  const throttled = { ...dead.pool, id: 'pool-legacy', name: 'old', clusterName: 'legacy', clusterId: legacyId };
  await scenario.store.commit({
    records: [poolChange(throttled, { absent: true })],
    addTo: [{ index: poolIndex, id: throttled.id, atMs: 1 }],
  });
  await dead.untilUsed(2);
  const { kubernetes } = scenario.world;

  Object.assign(kubernetes.settings, { silent: [prodId], throttled: [legacyId] });
  kubernetes.cluster(prodId).endWatches();
  well.run(3);
  await well.untilUsed(5);
  await expect.poll(() => outage('alert-cluster-prod'), soon).toMatchObject({ state: 'open', poolNames: ['payments'] });
  await expect
    .poll(() => outage('alert-cluster-legacy'), soon)
    .toMatchObject({ state: 'open', code: 'CLUSTER_UNREACHABLE' });
  expect((await scenario.store.readIndex(openAlertIndex)).sort()).toEqual([
    'alert-cluster-legacy',
    'alert-cluster-prod',
  ]);

  Object.assign(kubernetes.settings, { silent: [], throttled: [] });
  kubernetes.cluster(prodId).endWatches();
  await expect.poll(() => outage('alert-cluster-prod'), soon).toMatchObject({ state: 'resolved', openings: 1 });

  const told = (await scenario.audit())
    .filter(({ subject }) => subject === 'alert-cluster-prod')
    .map(({ what }) => what);
  expect(told).toEqual(['capacity.outage-opened', 'capacity.outage-resolved']);
  expect(await dead.alert()).toBeUndefined();
});

test('a region that cannot be read is one alert, however many pools lie there', async () => {
  scenario = await startScenario({ file: { capacity: { every: '60s', sustain: '2m' } } });
  const { untilUsed } = await smallPool(scenario);
  await untilUsed(2);

  scenario.world.alicloud.settings.denied = ['vpc:DescribeVSwitches'];
  await expect
    .poll(() => outage('alert-cloud-cn-beijing'), soon)
    .toMatchObject({ state: 'open', code: 'CLOUD_DENIED' });
  await cardsOf(scenario).shown('C0CAPACITY', /Region `cn-beijing` cannot be measured.*CLOUD_DENIED.*payments/);
  scenario.world.alicloud.settings.denied = [];

  await expect.poll(() => outage('alert-cloud-cn-beijing'), soon).toMatchObject({ state: 'resolved' });

  const told = () => scenario.world.slack.state.messages.filter(({ channelId }) => channelId === 'C0CAPACITY');
  await expect
    .poll(() => told().map(({ text }) => text), soon)
    .toEqual([expect.stringContaining('can be measured again')]);
});
