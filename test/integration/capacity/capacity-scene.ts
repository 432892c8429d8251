import { expect } from 'vitest';
import { deployments } from '../../../emulators/kubernetes/resources.ts';
import type { CapacityAlert } from '../../../src/domain/capacity/alert.ts';
import { alertRecordId } from '../../../src/domain/capacity/next-alert.ts';
import type { PoolCapacity } from '../../../src/domain/capacity/pool-capacity.ts';
import { workloadPatch } from '../../../src/domain/workload-patch.ts';
import { alertOf } from '../../../src/store/alert-record.ts';
import { readCapacity } from '../../../src/store/capacity-record.ts';
import { people, type Scenario } from '../../support/scenario.ts';

/** A small pool in one zone: 12 addresses on two nodes, two of them with DaemonSet pods, and a workload on it. */
export async function smallPool(scenario: Scenario, { name = 'payments', cluster = 'prod' } = {}) {
  const create = `create ${name} --pods 4 --cluster ${cluster} --zones cn-beijing-h --namespaces payments`;
  await scenario.until(await scenario.begin(people.ana, create), 'done');
  const pool = await scenario.pool(name);
  if (!pool) throw new Error(`no pool ${name}`);
  const handle = scenario.world.kubernetes.cluster(pool.clusterId);
  const soon = { timeout: 30_000, interval: 20 };
  const alert = async (): Promise<CapacityAlert | undefined> => {
    const record = await scenario.store.read(alertRecordId(pool.id));
    return record && alertOf(record);
  };
  return {
    pool,
    alert,
    /** Runs so many pods, as a Deployment does. */
    run(replicas: number): void {
      const labels = { app: name };
      handle.put(deployments, {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, namespace: 'payments' },
        spec: {
          replicas,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: { containers: [{ name: 'api', image: 'acme/api:1' }], ...workloadPatch(pool) },
          },
        },
      });
    },
    capacity: async (): Promise<PoolCapacity | undefined> => (await readCapacity(scenario.store, pool.id)).now,
    async untilUsed(used: number): Promise<void> {
      const look = async () => (await readCapacity(scenario.store, pool.id)).now?.zones[0]?.used;
      await expect.poll(look, soon).toBe(used);
    },
    async untilAlert(expected: Partial<CapacityAlert>): Promise<void> {
      await expect.poll(alert, soon).toMatchObject(expected);
    },
  };
}
