import type { Actor } from '../domain/actor.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Clock } from '../platform/clock.ts';
import type { Queues } from '../queue/queue.ts';
import type { Store } from '../store/store.ts';

/** What the configuration says about asking for pools; the wiring fills it in. */
export interface UseCaseSettings {
  installation: string;
  clusters: { name: string; clusterId: string; defaultNodes: number; instanceTypes: string[] }[];
  createNeedsApproval: boolean;
}

/** What every use case is given. `actor` is who acts; rights are decided before, in `rights.ts`. */
export interface UseCaseContext {
  actor: Actor;
  store: Store;
  queues: Queues;
  clock: Clock;
  settings: UseCaseSettings;
  /** The last inventory, held in memory; undefined until a worker has written one. */
  inventory: () => Inventory | undefined;
}
