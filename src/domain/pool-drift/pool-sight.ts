import type { PoolWorkloads } from '../capacity/pool-workloads.ts';
import type { NamespaceGuard } from '../namespace-guard.ts';
import type { Pool } from '../pool.ts';

interface Tag {
  key: string;
  value: string;
}

interface Labelled {
  labels: Readonly<Record<string, string>>;
}

export interface SeenNode extends Labelled {
  name: string;
  zoneId: string;
  ready: boolean;
  taints: readonly { key: string; value: string; effect: string }[];
}

export interface SeenInterface {
  networkInterfaceId: string;
  instanceId: string | undefined;
  vSwitchId: string;
  type: string;
  description: string;
  tags: readonly Tag[];
}

/** All that is looked at to say whether a pool is as it was made, read within one look. */
export interface PoolSight {
  installation: string;
  canaryNamespace: string;
  pool: Pool;
  configMap: (Labelled & { data: Readonly<Record<string, string>>; createdAtMs: number }) | undefined;
  /** What stood in it beside the vSwitches while all was well. */
  keptConf: Readonly<Record<string, unknown>>;
  policy: (Labelled & Pick<NamespaceGuard, 'condition' | 'validations'> & { isBound: boolean }) | undefined;
  nodePool:
    | {
        vSwitchIds: readonly string[];
        labels: readonly Tag[];
        taints: readonly { key: string; value: string; effect: string }[];
      }
    | undefined;
  /** The machines of the node pool. */
  members: readonly { nodeName: string; instanceId: string; isRunning: boolean }[];
  /** The Kubernetes nodes that carry the pool's label or its marker. */
  nodes: readonly SeenNode[];
  /** Zone of each vSwitch of the VPC. */
  vSwitches: ReadonlyMap<string, { zoneId: string; cidrBlock: string; tags: readonly Tag[] }>;
  /** In the pool's vSwitches, and of its machines. */
  interfaces: readonly SeenInterface[];
  /** When Terway's pod was made, by node; nodes without one are left out. */
  terwaySinceMs: ReadonlyMap<string, number>;
  /** Who runs in it, as capacity was measured last; undefined when that is not known. */
  workloads: PoolWorkloads | undefined;
}
