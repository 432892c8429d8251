import { afterEach, expect, test } from 'vitest';
import { configMaps } from '../../../emulators/kubernetes/resources.ts';
import { poolDriftOf, poolDriftRecordId } from '../../../src/store/pool-drift-record.ts';
import { readyPool } from '../../support/access.ts';
import { cardsOf } from '../../support/cards.ts';
import { type Scenario, startScenario } from '../../support/scenario.ts';

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
