import type { EmulatorClock } from '../clock/clock.ts';
import type { MachineEvents } from '../machines/machines.ts';
import type { CsState } from './cs/state.ts';
import type { EcsState } from './ecs/state.ts';
import type { IdSource } from './ids.ts';
import type { RdsState } from './rds/state.ts';
import type { Settings } from './settings.ts';
import type { VpcState } from './vpc/state.ts';

/** Everything the actions read and change. */
export interface World {
  accountId: string;
  clock: EmulatorClock;
  settings: Settings;
  ids: IdSource;
  vpc: VpcState;
  ecs: EcsState;
  cs: CsState;
  rds: RdsState;
  machineWatchers: Set<{ clusterId: string; events: MachineEvents }>;
  quotas: { vSwitchesPerVpc: number; nodePoolsPerCluster: number; nodesPerCluster: number };
}

/** When a resource made now appears in lists. */
export function listedFromMs(world: World): number {
  return world.clock.now() + world.settings.listLagMs / world.clock.scale;
}

export function isListed(world: World, resource: { listedFromMs: number }): boolean {
  return resource.listedFromMs <= world.clock.now();
}

/** The vendor's time format: seconds, UTC. */
export function timestamp(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
