import type { Actor } from '../domain/actor.ts';
import type { Grant } from '../domain/grants/grant.ts';
import type { Clusters } from '../kubernetes/kubernetes.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Store } from '../store/store.ts';

/** Ends a grant; `onlyIfEndMs`: only while it still has this end. */
export interface EndToBegin {
  grantId: string;
  by: Actor;
  cause: string;
  operationId: string;
  onlyIfEndMs?: number;
}

export interface GrantTenderDeps {
  clusters: Clusters;
  installation: string;
  store: Store;
  clock: Clock;
  log: Logger;
  beginEnd(request: EndToBegin): Promise<unknown>;
  /** Begins the ending of a grant once more, when the operation that was to do it does not run any more. */
  endAgain(request: { grant: Grant; by: Actor; operationId: string }): Promise<unknown>;
}

export const grantTenderActor: Actor = { kind: 'system', name: 'grants' };
