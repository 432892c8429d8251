import { actorId } from '../domain/actor.ts';
import { type Operation, type OperationState, statesBefore } from '../domain/operation.ts';
import { behind } from '../notify/notify.ts';
import { operationField, untouchedStep } from '../store/operation-record.ts';
import { poolOf } from '../store/pool-record.ts';
import { enqueueBoth } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { noSuchOperation } from './no-such-operation.ts';
import { readOperation } from './read-operation.ts';
import { type Refusal, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

export type SteerAnswer = { kind: 'accepted'; operation: Operation } | Refusal;

interface Steering {
  verb: 'retry' | 'roll back' | 'cancel' | 'go on';
  from: OperationState[];
  /** Who may; default: the owner of the pool and the operators. */
  may?: string[];
  /** What has to hold besides its state. */
  isPossible?: (operation: Operation) => boolean;
  /** What to write, given the operation as it is now. */
  change: (operation: Operation) => { state?: OperationState; set: Record<string, string>; unset: string[] };
  /** For the audit log. */
  details?: (operation: Operation) => Record<string, unknown>;
  /** Why not, for people, when the operation is in another state: goes on after its id. */
  refusal: (operation: Operation) => string;
}

/** Goes on after a failure or a stop: what is done stays done, the plan is computed again. */
export function retryOperation(ctx: UseCaseContext, request: { operationId: string }): Promise<SteerAnswer> {
  return steer(ctx, request.operationId, {
    verb: 'retry',
    from: ['failed', 'waiting', 'cancelled'],
    change: (operation) => ({
      state: operation.direction === 'back' ? 'rolling-back' : 'running',
      set: resetSteps(operation),
      unset: [operationField.error, operationField.cancelledBy, operationField.activations],
    }),
    refusal: (operation) => `is ${operation.state}; only what failed, waits or was cancelled can be retried`,
  });
}

/** Undoes what an unfinished operation did, in reverse order. */
export function rollBackOperation(ctx: UseCaseContext, request: { operationId: string }): Promise<SteerAnswer> {
  return steer(ctx, request.operationId, {
    verb: 'roll back',
    from: statesBefore('rolling-back').filter((state) => state !== 'running'),
    isPossible: (operation) => !hasBegunToDelete(operation),
    change: () => ({
      state: 'rolling-back',
      set: { [operationField.direction]: 'back' },
      unset: [operationField.error, operationField.cancelledBy, operationField.activations],
    }),
    refusal: (operation) => {
      if (hasBegunToDelete(operation)) {
        return 'deletes a pool, and nothing of that is undone: nodes and addresses that are gone do not come back. Retry goes on with it';
      }
      return operation.state === 'running'
        ? 'is still running; cancel it first'
        : `is ${operation.state}; only an unfinished operation can be rolled back`;
    },
  });
}

/** From then on its pool is `deleting`. */
function hasBegunToDelete({ kind, steps }: Operation): boolean {
  return kind === 'delete-pool' && steps.some(({ name, record }) => name === 'plan' && record.facts !== undefined);
}

/** Stops before the next step; undoes nothing. */
export function cancelOperation(ctx: UseCaseContext, request: { operationId: string }): Promise<SteerAnswer> {
  return steer(ctx, request.operationId, {
    verb: 'cancel',
    from: ['running', 'waiting'],
    change: (operation) => ({
      ...(operation.state === 'waiting' ? { state: 'cancelled' as const } : {}),
      set: { [operationField.cancelledBy]: JSON.stringify(ctx.actor), [operationField.wake]: '1' },
      unset: [],
    }),
    refusal: (operation) => `is ${operation.state}; there is nothing to cancel`,
  });
}

/** Changes what an operation does next, for whoever may steer the operations of its pool. */
export async function steer(ctx: UseCaseContext, operationId: string, steering: Steering): Promise<SteerAnswer> {
  const operation = await readOperation(ctx.store, operationId);
  if (!operation) return noSuchOperation(operationId);
  const poolRecord = await ctx.store.read(operation.poolId);
  const pool = poolRecord ? poolOf(poolRecord) : { ownerGroup: undefined, requestedBy: operation.requestedBy };
  const refusal = refusalUnless(ctx, {
    ids: steering.may ?? stewardsOf(ctx, pool),
    what: `${steering.verb} this operation`,
  });
  if (refusal) return refusal;
  const isPossible = steering.isPossible?.(operation) ?? true;
  if (!steering.from.includes(operation.state) || !isPossible) return cannot(operation, steering);
  const now = ctx.clock.now();
  const change = steering.change(operation);
  const result = await ctx.store.commit({
    records: [{ id: operationId, expect: { states: [operation.state] }, ...change }],
    audit: [
      {
        what: askedAs[steering.verb],
        subject: operationId,
        actor: actorId(ctx.actor),
        atMs: now,
        details: { pool: operation.poolName, from: operation.state, ...steering.details?.(operation) },
      },
    ],
    due: [{ id: operationId, atMs: now }, behind(operationId, now)],
  });
  if (!result.ok) {
    const moved = await readOperation(ctx.store, operationId);
    return moved ? cannot(moved, steering) : noSuchOperation(operationId);
  }
  await enqueueBoth(ctx, operationId);
  await ctx.queues.promote('operations', operationId).catch(() => undefined);
  return { kind: 'accepted', operation: { ...operation, ...(change.state ? { state: change.state } : {}) } };
}

const askedAs = {
  retry: 'operation.retry-asked',
  'roll back': 'operation.roll-back-asked',
  cancel: 'operation.cancel-asked',
  'go on': 'operation.go-on-asked',
} as const;

const lookedAtAgain = new Set([
  'plan',
  'config-map',
  'terway',
  'add-nodes',
  'spread-nodes',
  'scale-nodes',
  'nodes',
  'canary-nodes',
]);

function cannot(operation: Operation, steering: Steering): Refusal {
  const example = `/egress-pool status ${operation.id}`;
  return refused('operation', `${operation.id} ${steering.refusal(operation)}`, example);
}

/**
 * Failed steps begin anew. On the way forward so do those whose result a person may have changed since, such as by
 * taking a bad node out: they look first, and do nothing where all is well.
 */
export function resetSteps(operation: Operation): Record<string, string> {
  const isAgain = (name: string) => operation.direction === 'forward' && lookedAtAgain.has(name);
  const reset = operation.steps.filter(
    ({ name, record }) => record.status === 'failed' || (isAgain(name) && record.status === 'done'),
  );
  return Object.fromEntries(
    reset.map(({ name, record }) => [
      operationField.step(name),
      JSON.stringify({
        ...untouchedStep,
        intendedAtMs: record.intendedAtMs,
        notes: record.notes,
        facts: record.facts,
      }),
    ]),
  );
}
