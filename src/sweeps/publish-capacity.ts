import { levels } from '../domain/capacity/level.ts';
import type { MeasuredZone } from '../domain/capacity/pool-capacity.ts';
import type { Pool } from '../domain/pool.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import { isOutageId, openAlertIndex } from '../store/alert-record.ts';
import { readCapacities } from '../store/capacity-record.ts';
import { poolIndex, poolOf } from '../store/pool-record.ts';
import type { Store } from '../store/store.ts';
import { repeat } from './repeat.ts';

export interface PublishDeps {
  store: Store;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  /** Domain time. */
  everyMs: number;
}

/**
 * Shows on `/metrics` what was measured last, out of the store: every worker shows the same, whichever of them
 * measured. Ask with `max by`.
 */
export function publishCapacity({ store, clock, log, metrics, everyMs }: PublishDeps): { stop(): void } {
  const gauges = capacityGauges(metrics);
  const publish = async () => {
    const pools = (await store.readMany(await store.readIndex(poolIndex))).map(poolOf);
    const capacities = await readCapacities(
      store,
      pools.map(({ id }) => id),
    );
    const known = capacities.flatMap((capacity) => {
      const pool = pools.find(({ id }) => id === capacity.poolId);
      return pool ? [{ pool, capacity }] : [];
    });
    gauges.pools(known.map(({ pool, capacity }) => ({ pool, ...capacity })));
    gauges.zones(known.flatMap(({ pool, capacity }) => capacity.zones.map((zone) => ({ pool, zone }))));
    gauges.alerts(await store.readIndex(openAlertIndex));
  };
  return repeat(publish, {
    everyMs: Math.max(1_000, clock.delay(everyMs)),
    onError: (err) => log.warn({ err }, 'capacity could not be shown'),
  });
}

const poolLabels = ['pool', 'cluster'] as const;
const zoneLabels = [...poolLabels, 'zone'] as const;
const vSwitchLabels = [...zoneLabels, 'vswitch'] as const;

/** Name, help and value of what is shown of a zone; undefined: nothing now. */
const zoneFigures: readonly [string, string, (zone: MeasuredZone) => number | undefined][] = [
  ['usable_addresses', 'Addresses that pods or nodes can hold', ({ usable }) => usable],
  [
    'used_addresses',
    'Addresses that pods have, on Flannel nodes',
    ({ usable, free, warm, stranded }) => usable - free - warm - stranded,
  ],
  ['warm_addresses', 'Addresses that nodes hold ready for pods', ({ warm }) => warm],
  ['stranded_addresses', 'Addresses that are held where no pod can get them', ({ stranded }) => stranded],
  ['free_addresses', 'Addresses that nobody holds', ({ free }) => free],
  ['waiting_pods', 'Pods on a node that have no address', ({ waitingPods }) => waitingPods],
  ['room_pods', 'More pods that could start at once', ({ room }) => room],
  ['more_pods', 'More pods that fit with a rolling update set aside', ({ morePods }) => morePods],
  ['usage_ratio', 'Share of the pods that fit that is there or waits, from 0 to 1', ({ usage }) => usage],
  ['level', 'Alert level: 0 ok, 1 warn, 2 critical, 3 exhausted', ({ state }) => levels.indexOf(state.level)],
  [
    'empty_earliest_seconds',
    'Time until no pod fits any more, at the earliest; absent while the data name none',
    ({ forecast }) => (forecast.kind === 'empties' ? forecast.earliestMs / 1000 : undefined),
  ],
  [
    'empty_latest_seconds',
    'Time until no pod fits any more, at the latest',
    ({ forecast }) => (forecast.kind === 'empties' ? forecast.latestMs / 1000 : undefined),
  ],
];

function capacityGauges(metrics: Metrics) {
  const poolGauge = (name: string, help: string) => metrics.gauge({ name, help, labels: poolLabels });
  const unscheduled = poolGauge('pool_unscheduled_pods', 'Pods that ask for the pool and that no node takes');
  const measured = poolGauge('pool_measured_timestamp_seconds', 'When the pool was measured last');
  const figures = zoneFigures.map(([name, help, figureOf]) => ({
    gauge: metrics.gauge({ name: `pool_zone_${name}`, help, labels: zoneLabels }),
    figureOf,
  }));
  const vSwitchGauge = (name: string, help: string) => metrics.gauge({ name, help, labels: vSwitchLabels });
  const vSwitchFree = vSwitchGauge('pool_vswitch_free_addresses', 'Free addresses as the cloud counts them');
  const vSwitchUsable = vSwitchGauge('pool_vswitch_usable_addresses', 'Addresses of the vSwitch but the reserved ones');
  const help = 'Alerts that are open: pools, and clusters or regions that cannot be measured';
  const open = metrics.gauge({ name: 'capacity_alerts_open', help, labels: ['about'] });
  return {
    pools(rows: readonly { pool: Pool; unscheduledPods: number; atMs: number }[]) {
      unscheduled.replace(
        rows.map(({ pool, unscheduledPods }) => ({ labels: labelsOf(pool), value: unscheduledPods })),
      );
      measured.replace(rows.map(({ pool, atMs }) => ({ labels: labelsOf(pool), value: atMs / 1000 })));
    },
    zones(rows: readonly { pool: Pool; zone: MeasuredZone }[]) {
      for (const { gauge, figureOf } of figures) {
        gauge.replace(
          rows.flatMap(({ pool, zone }) => {
            const value = figureOf(zone);
            return value === undefined ? [] : [{ labels: { ...labelsOf(pool), zone: zone.zoneId }, value }];
          }),
        );
      }
      const vSwitches = rows.flatMap(({ pool, zone }) =>
        zone.vSwitches.map((one) => ({
          labels: { ...labelsOf(pool), zone: zone.zoneId, vswitch: one.vSwitchId },
          ...{ free: one.freeAddresses, usable: one.usableAddresses },
        })),
      );
      vSwitchFree.replace(vSwitches.map(({ labels, free: value }) => ({ labels, value })));
      vSwitchUsable.replace(vSwitches.map(({ labels, usable: value }) => ({ labels, value })));
    },
    alerts(ids: readonly string[]) {
      const outages = ids.filter(isOutageId).length;
      open.set({ about: 'source' }, outages);
      open.set({ about: 'pool' }, ids.length - outages);
    },
  };
}

function labelsOf({ name, clusterName }: Pool): { pool: string; cluster: string } {
  return { pool: name, cluster: clusterName };
}
