import type { Operation } from './operation.ts';

/** What resize will do, computed before anything changes. */
export interface ResizePlan {
  schemaVersion: 1;
  kind: 'resize-pool';
  installation: string;
  poolId: string;
  poolName: string;
  clusterName: string;
  clusterId: string;
  regionId: string;
  vpcId: string;
  configMapName: string;
  nodePoolId: string;
  plugin: { network: 'terway'; ipamType: 'default' | 'crd'; daemonSetName: string } | { network: 'flannel' };
  expectedPods: { from: number; to: number };
  nodes: { from: { min: number; max: number }; to: { min: number; max: number } };
  podsPerZone: number;
  /** What `max_pool_size` is to be; undefined: the cluster's. */
  maxPoolSize: number | undefined;
  /** What it was before anything was changed. */
  maxPoolSizeBefore: number | undefined;
  /** The pool's Terway configuration has to be written anew. */
  isConfigChanged: boolean;
  kept: { zoneId: string; vSwitchId: string; cidrBlock: string }[];
  added: { zoneId: string; cidrBlock: string; usableAddresses: number }[];
  /** Learned routes that what is added lies inside of: allowed, but worth a word. */
  insideLearned: string[];
  removed: { zoneId: string; vSwitchId: string; cidrBlock: string }[];
  /** Databases that admit the pool and so have to admit what is added. */
  grants: { grantId: string; instanceId: string; instanceName: string }[];
  canary: { image: string; namespace: string };
}

/** Whether nothing but the number of pods in the records would change. */
export function changesNothing({ nodes, isConfigChanged, added, removed }: ResizePlan): boolean {
  const isSameNodes = nodes.from.min === nodes.to.min && nodes.from.max === nodes.to.max;
  return isSameNodes && !isConfigChanged && added.length === 0 && removed.length === 0;
}

/** Whether databases were closed to what leaves the pool, or a vSwitch was deleted: a roll-back keeps to that. */
export function hasGivenUp({ steps }: Pick<Operation, 'steps'>): boolean {
  return steps.some(({ name, record }) => /^(left$|narrow-|drop-)/.test(name) && record.intendedAtMs !== undefined);
}
