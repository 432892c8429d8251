import { expect, test } from 'vitest';
import type { CapacityAlert, OutageAlert } from '../../../src/domain/capacity/alert.ts';
import { alertChange, alertOf, isOutageId, outageOf } from '../../../src/store/alert-record.ts';
import type { RecordChange } from '../../../src/store/store.ts';

const alert: CapacityAlert = {
  ...{ id: 'alert-pool-1', state: 'open', rev: 3, poolId: 'pool-1', poolName: 'payments', clusterName: 'prod' },
  ...{ level: 'critical', worst: 'critical', openings: 2, openedAtMs: 5, resolvedAtMs: undefined },
  zones: [
    {
      ...{ zoneId: 'cn-beijing-h', level: 'critical', sinceMs: 6, usage: 0.91, used: 50, morePods: 1 },
      ...{ bitesFirst: 'eni', forecast: { kind: 'empties', earliestMs: 1, latestMs: 2 } },
    },
  ],
  snooze: { by: 'U01', atMs: 7, untilMs: undefined, level: 'critical' },
};

const outage: OutageAlert = {
  ...{ id: 'alert-cluster-prod', state: 'resolved', rev: 2, source: { kind: 'cluster', clusterName: 'prod' } },
  ...{ code: 'CLUSTER_UNREACHABLE', poolNames: ['payments'], openedAtMs: 1, resolvedAtMs: 2, openings: 1 },
};

/** As the store would answer it. */
function stored({ id, state = '', set = {} }: RecordChange, rev: number) {
  return { id, state, epoch: 0, rev, fields: set };
}

test('alerts of both kinds read back as they were written, and are told apart by their id', () => {
  expect(alertOf(stored(alertChange(alert), 3))).toEqual(alert);
  expect(outageOf(stored(alertChange(outage), 2))).toEqual(outage);
  expect([alert, outage, { id: 'alert-cloud-cn-beijing' }].map(({ id }) => isOutageId(id))).toEqual([
    false,
    true,
    true,
  ]);
});

test('an alert is written only if nobody else changed or made it', () => {
  expect(alertChange(alert).expect).toEqual({ rev: 3 });
  expect(alertChange({ ...alert, rev: 0 }).expect).toEqual({ absent: true });
});
