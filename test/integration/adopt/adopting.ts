import { expect } from 'vitest';
import { deployments, nodes, pods } from '../../../emulators/kubernetes/resources.ts';
import type { Pool } from '../../../src/domain/pool.ts';
import { readyPool } from '../../support/access.ts';
import { prodId, type ScenarioOptions, startScenario } from '../../support/scenario.ts';

const defaultPool = `np${'a'.repeat(32)}`;

/** A ready pool in two zones beside the cluster's own three nodes, on which a Deployment runs. */
export async function startAdopting(options: ScenarioOptions = {}) {
  const scenario = await startScenario(options);
  const { prod, world } = scenario;
  const before = await readyPool(scenario);
  const zones = before.vSwitches.map(({ zoneId }) => zoneId);
  const members = (nodePoolId: string) =>
    [...world.alicloud.state.instances.values()].filter((one) => one.nodePoolId === nodePoolId);
  const nameOf = (zoneId: string | undefined) =>
    prod.list(nodes).find(({ metadata }) => {
      const { labels = {} } = metadata;
      return labels['alibabacloud.com/nodepool-id'] === defaultPool && labels['topology.kubernetes.io/zone'] === zoneId;
    })?.metadata.name ?? '';
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
  prod.put(deployments, {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' } },
    spec: { replicas: 6, selector: { matchLabels: { app: 'web' } }, template },
  });
  const running = () =>
    prod.list(pods).filter(({ metadata, status }) => metadata.labels?.app === 'web' && status.phase === 'Running');
  await expect.poll(() => running().length, { timeout: 20_000 }).toBe(6);
  return {
    ...{ scenario, before, running },
    /** A node of the cluster's own in each zone of the pool, and the one in none of them. */
    own: zones.map(nameOf),
    elsewhere: nameOf(['cn-beijing-h', 'cn-beijing-g', 'cn-beijing-i'].find((zoneId) => !zones.includes(zoneId))),
    ownIds: () => members(defaultPool).map(({ instanceId }) => instanceId),
    pool: async (): Promise<Pool> => {
      const pool = await scenario.pool('payments');
      if (!pool) throw new Error('no pool');
      return pool;
    },
    members: () => members(before.nodePoolId ?? ''),
    /** The vSwitches of a machine's network interfaces but the first. */
    vSwitchesOf: (instanceId: string) =>
      world.alicloud.machines
        .networkInterfaces(instanceId)
        .filter(({ type }) => type !== 'Primary')
        .map(({ vSwitchId }) => vSwitchId),
    /** A person takes the machine that did not join out of the node pool in the console, and keeps it. */
    takeOutFailed(): void {
      const nodePool = world.alicloud.state.nodePools.get(before.nodePoolId ?? '');
      const failed = members(before.nodePoolId ?? '').filter(({ hasFailed }) => hasFailed);
      for (const machine of failed) Object.assign(machine, { clusterId: '', nodePoolId: '' });
      if (nodePool) nodePool.desiredSize -= failed.length;
    },
    isCordoned: (name: string) => prod.list(nodes).find((one) => one.metadata.name === name)?.spec.unschedulable,
    clusterId: prodId,
  };
}

export type Adopting = Awaited<ReturnType<typeof startAdopting>>;
