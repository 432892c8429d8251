import type { Config } from '../config/config.ts';
import type { Actor } from '../domain/actor.ts';
import { operationIdFrom } from '../domain/names.ts';
import { createLogger } from '../platform/logger.ts';
import { adoptionCommit } from '../sweeps/reconcile/adopt.ts';
import type { ReconcileDeps } from '../sweeps/reconcile/reconcile-deps.ts';
import { lookForLost, type ReconcilePicture } from '../sweeps/reconcile.ts';
import { beginOperation } from '../use-cases/begin-operation.ts';
import { createSharedParts, type SharedParts } from './shared-parts.ts';
import { workflowDeps } from './worker-role.ts';

/** Rebuilding the store for the command line, with the worker's access to clouds and clusters. */
export interface Reconciliation {
  look(): Promise<ReconcilePicture>;
  /**
   * Writes a picture, and begins to verify each pool of it. Answers the operations; `changed` when something of it was
   * written by somebody else since, and then nothing of it was.
   */
  adopt(picture: ReconcilePicture, by: Actor): Promise<Verifying[] | 'changed'>;
  close(): Promise<void>;
}

/** A pool that was put on record and the operation that proves it. */
export interface Verifying {
  pool: string;
  operationId: string;
}

export function openReconciliation(config: Config): Reconciliation {
  const parts = createSharedParts(config, 'worker', { log: createLogger({ level: config.logLevel }) });
  return {
    look: () => lookForLost(reconcileDeps(config, parts)),
    adopt: (picture, by) => adopt(parts, picture, by),
    close: parts.close,
  };
}

function reconcileDeps(config: Config, parts: SharedParts): ReconcileDeps {
  const { clouds, clusters, settings } = workflowDeps(config, parts, {});
  return { ...parts, clouds, clusters, settings, approvalsChannelId: config.channels.approvals };
}

/** Commits all of it or nothing, and begins to prove the pools. */
export async function adopt(
  parts: SharedParts,
  picture: Pick<ReconcilePicture, 'pools' | 'grants' | 'reviews'>,
  by: Actor,
): Promise<Verifying[] | 'changed'> {
  const atMs = parts.clock.now();
  const result = await parts.store.commit(adoptionCommit(picture, { by, atMs }));
  if (!result.ok) return 'changed';
  return Promise.all(
    picture.pools.map(async ({ id: poolId, name: poolName }) => {
      const operationId = operationIdFrom(`verify ${poolId} since it was rebuilt at ${atMs}`);
      await beginOperation(
        { ...parts, actor: by },
        { id: operationId, kind: 'verify-pool', poolId, poolName, announcement: undefined, input: {} },
      );
      return { pool: poolName, operationId };
    }),
  );
}
