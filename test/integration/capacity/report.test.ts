import { beforeEach, expect, test } from 'vitest';
import type { OutageAlert } from '../../../src/domain/capacity/alert.ts';
import type { Pool } from '../../../src/domain/pool.ts';
import { capacityDetails, capacityTable } from '../../../src/slack/blocks/capacity-report.ts';
import { alertChange, openAlertIndex } from '../../../src/store/alert-record.ts';
import { capacityWrite } from '../../../src/store/capacity-record.ts';
import { poolChange, poolIndex, poolNameRecordId } from '../../../src/store/pool-record.ts';
import { showCapacity, showPoolCapacity } from '../../../src/use-cases/show-capacity.ts';
import { openDesk } from '../decisions/decision-desk.ts';

const minuteMs = 60_000;
let desk: Awaited<ReturnType<typeof openDesk>>;
beforeEach(async () => {
  desk = await openDesk();
});

const table = async () => capacityTable(await showCapacity(desk.as('U0ANA'))).text;

async function details(name: string): Promise<string> {
  const answer = await showPoolCapacity(desk.as('U0ANA'), name);
  if (answer.kind !== 'found') throw new Error(`no pool ${name}`);
  return capacityDetails(answer.room, false).text;
}

async function put(name: string, changes: Partial<Pool> = {}): Promise<string> {
  const pool: Pool = {
    ...{ id: `pool-${name}`, name, state: 'ready', clusterName: 'prod', clusterId: 'c1', regionId: 'cn-beijing' },
    ...{ vpcId: 'vpc-1', expectedPods: 10, nodes: { min: 2, max: 2 }, instanceTypes: [], vSwitches: [] },
    ...{ configMapName: `eni-config-${name}`, nodePoolId: undefined, namespaces: [name], namespacesEnforced: true },
    ...{ ownerGroup: undefined, requestedBy: { kind: 'operator', name: 'olga' }, createdAtMs: 1, readyAtMs: 2 },
    ...{ reviewAtMs: undefined, operationId: `op-${name}`, ...changes },
  };
  await desk.store.commit({
    records: [{ id: poolNameRecordId(name), state: 'taken', set: { pool: pool.id } }, poolChange(pool, {})],
    addTo: [{ index: poolIndex, id: pool.id, atMs: 1 }],
  });
  return pool.id;
}

async function measure(poolId: string, atMs: number): Promise<void> {
  const zone = {
    ...{ zoneId: 'cn-beijing-h', vSwitches: [], total: 64, usable: 60, used: 30, warm: 4, stranded: 0, free: 26 },
    ...{ nodes: 1, waitingPods: 1, isStarving: false, room: 30, morePods: 22, bitesFirst: 'address' as const },
    ...{ usage: 0.5, forecast: { kind: 'steady' as const } },
    state: { level: 'ok' as const, sinceMs: 1, measuredMs: atMs, pending: undefined },
  };
  const pool = { poolId, atMs, zones: [zone], unscheduledPods: 1, forecastAtMs: atMs };
  await desk.store.writeCapacity([
    capacityWrite({ pool, hour: undefined, sampledAtMs: atMs }, { sample: undefined, hour: undefined }),
  ]);
}

async function fail(source: OutageAlert['source'], code: string): Promise<void> {
  const id = source.kind === 'cluster' ? `alert-cluster-${source.clusterName}` : `alert-cloud-${source.regionId}`;
  const outage: OutageAlert = {
    ...{ id, source, code, state: 'open', rev: 0, poolNames: [], openings: 1 },
    ...{ openedAtMs: desk.time.nowMs, resolvedAtMs: undefined },
  };
  await desk.store.commit({
    records: [alertChange(outage)],
    addTo: [{ index: openAlertIndex, id, atMs: desk.time.nowMs }],
  });
}

test('numbers say how old they are, and what keeps newer ones away', async () => {
  const beforeMs = desk.time.nowMs - minuteMs;
  await measure(await put('payments'), beforeMs);
  await measure(await put('orders', { clusterName: 'legacy' }), beforeMs);
  await put('ledger', { clusterName: 'legacy' });
  await fail({ kind: 'cluster', clusterName: 'legacy' }, 'CLUSTER_UNREACHABLE');

  const at = new Date(beforeMs).toISOString().slice(11, 16);
  const [payments = '', orders = '', ledger = '', end = ''] = (await table()).split('\n');
  expect(payments).toContain('`payments` `█████░░░░░` 50 %');
  expect(payments).not.toContain('as of');
  expect(orders).toMatch(new RegExp(`orders.* 50 %.*as of .*${at} UTC, because cluster .legacy. cannot be measured`));
  expect(ledger).toMatch(/:warning: .ledger. was never measured: cluster .legacy. .*CLUSTER_UNREACHABLE/);
  expect(end).toMatch(new RegExp(`measured at .*${at} UTC or later`));
  expect(await details('orders')).toMatch(/Cluster `legacy` cannot be measured since .*the numbers from before/);
  expect(await details('ledger')).toContain('It was never measured: cluster `legacy`');
  expect(await details('payments')).not.toContain('cannot be measured');
});

test('a region that fails is said of pools that were not measured since, and of no others', async () => {
  await measure(await put('payments'), desk.time.nowMs - minuteMs);
  await fail({ kind: 'cloud', regionId: 'cn-beijing' }, 'CLOUD_DENIED');
  await measure(await put('orders', { vpcId: 'vpc-2' }), desk.time.nowMs + minuteMs);
  await put('far', { regionId: 'cn-hangzhou' });

  const lines = (await table()).split('\n');
  expect(lines.filter((line) => line.includes('region `cn-beijing` cannot be measured'))).toHaveLength(1);
  expect(lines.find((line) => line.includes('`far`'))).toContain('the next measurement shows it');
});

test('a pool that comes or goes is said to, without numbers from before', async () => {
  await put('new', { state: 'creating' });
  await measure(await put('old', { state: 'deleting' }), desk.time.nowMs);

  const text = await table();
  expect(text).toContain('`new` is being made; it is measured as soon as it is ready');
  expect(text).toContain('`old` is being deleted; it is not measured any more');
  expect(await details('old')).not.toContain('50 %');
});
