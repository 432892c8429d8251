import type { Cluster, NodePool, Task } from './cs/state.ts';
import type { Instance, InstanceType, InterfaceRecord } from './ecs/state.ts';
import type { DbInstance } from './rds/state.ts';
import type { Vpc, VSwitch } from './vpc/state.ts';
import type { World } from './world.ts';

/** The emulator's collections by id, to look at and to edit in tests. */
export interface AlicloudState {
  vpcs: Map<string, Vpc>;
  vSwitches: Map<string, VSwitch>;
  clusters: Map<string, Cluster>;
  nodePools: Map<string, NodePool>;
  tasks: Map<string, Task>;
  instanceTypes: Map<string, InstanceType>;
  instances: Map<string, Instance>;
  networkInterfaces: Map<string, InterfaceRecord>;
  dbInstances: Map<string, DbInstance>;
}

export function stateOf({ vpc, cs, ecs, rds }: World): AlicloudState {
  return {
    vpcs: vpc.vpcs,
    vSwitches: vpc.vSwitches,
    clusters: cs.clusters,
    nodePools: cs.nodePools,
    tasks: cs.tasks,
    instanceTypes: ecs.instanceTypes,
    instances: ecs.instances,
    networkInterfaces: ecs.networkInterfaces,
    dbInstances: rds.instances,
  };
}
