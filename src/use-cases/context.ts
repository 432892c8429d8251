import type { Actor } from '../domain/actor.ts';
import type { ApprovalPolicy } from '../domain/approvals/approval-rule.ts';
import type { DatabaseScope } from '../domain/grants/database-scope.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Clock } from '../platform/clock.ts';
import type { Queues } from '../queue/queue.ts';
import type { Store } from '../store/store.ts';
import type { People } from './people.ts';

/** What the configuration says about asking for pools; the wiring fills it in. */
export interface UseCaseSettings {
  installation: string;
  clusters: { name: string; clusterId: string; regionId: string; defaultNodes: number; instanceTypes: string[] }[];
  /** Slack user groups and people who may ask for pools. */
  requesters: string[];
  operators: string[];
  /** Who decides about database access, and about new pools. */
  policy: ApprovalPolicy;
  /** Databases that may be asked for. */
  scopes: readonly DatabaseScope[];
}

/** What every use case is given. `actor` is who acts; each use case decides itself whether they may. */
export interface UseCaseContext {
  actor: Actor;
  store: Store;
  queues: Queues;
  clock: Clock;
  people: People;
  settings: UseCaseSettings;
  /** The last inventory, held in memory; undefined until a worker has written one. */
  inventory: () => Inventory | undefined;
}
