import { type Actor, actorId } from '../domain/actor.ts';
import type { Grant } from '../domain/grants/grant.ts';
import type { EndGrantInput } from '../domain/grants/operation-inputs.ts';
import { behind } from '../notify/notify.ts';
import { accessRequestOf, grantChange, grantOf } from '../store/access-records.ts';
import { type OperationHeader, operationField, unfinishedIndex } from '../store/operation-record.ts';
import type { Commit } from '../store/store.ts';
import { enqueueBoth } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';

export interface EndOfGrant {
  grantId: string;
  by: Actor;
  /** In words, for people: "revoked by its owner". */
  cause: string;
  operationId: string;
  /** Ends it only if it still has this end: an extension that came first wins. */
  onlyIfEndMs?: number;
}

export type EndOfGrantAnswer = 'begun' | 'already-ending' | 'not-live';

type Deps = Pick<UseCaseContext, 'store' | 'queues' | 'clock'>;

/** Tries again when somebody else changed the grant in between; more than a few times does not happen. */
const tries = 10;

/**
 * Begins to end a grant, by one compare-and-set on its state and end: of expiry, revoke and extension at the same
 * moment exactly one wins. Whether the actor may is for the caller to decide. The same `operationId` is one operation.
 */
export async function beginEndOfGrant(deps: Deps, request: EndOfGrant): Promise<EndOfGrantAnswer> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const record = await deps.store.read(request.grantId);
    if (!record) return 'not-live';
    const grant = grantOf(record);
    if (grant.state === 'ended') return 'not-live';
    if (grant.state === 'ending' || grant.state === 'overdue') return 'already-ending';
    if (request.onlyIfEndMs !== undefined && grant.endMs !== request.onlyIfEndMs) return 'not-live';
    const ending: Grant = { ...grant, state: 'ending', endCause: request.cause, operationId: request.operationId };
    const result = await deps.store.commit(await endingCommit(deps, { grant: ending, request }));
    if (!result.ok && result.id === request.operationId) return 'already-ending';
    if (!result.ok) continue;
    await enqueueBoth(deps, request.operationId);
    return 'begun';
  }
  throw new Error(`grant ${request.grantId} kept changing`);
}

async function endingCommit(deps: Deps, { grant, request }: { grant: Grant; request: EndOfGrant }): Promise<Commit> {
  const nowMs = deps.clock.now();
  const { records, ...operation } = await endOperation(deps, { grant, ...request });
  return {
    records: [grantChange(grant), ...records],
    ...operation,
    audit: [
      {
        what: 'grant.ending',
        subject: grant.id,
        actor: actorId(request.by),
        atMs: nowMs,
        details: {
          pool: grant.poolName,
          instance: grant.instanceId,
          cause: request.cause,
          operation: request.operationId,
        },
      },
    ],
    due: [...operation.due, { id: grant.id, atMs: nowMs }, behind(grant.id, nowMs)],
  };
}

/** The new operation that ends the grant; it is told about where the grant was asked for. */
export async function endOperation(
  deps: Pick<Deps, 'store' | 'clock'>,
  { grant, by, cause, operationId }: { grant: Grant; by: Actor; cause: string; operationId: string },
) {
  const nowMs = deps.clock.now();
  const requestId = grant.inForce?.requestId ?? grant.pendingRequestId;
  const asked = requestId === undefined ? undefined : await deps.store.read(requestId);
  const input: EndGrantInput = { grantId: grant.id, cause };
  const header: OperationHeader = {
    kind: 'end-grant',
    poolId: grant.poolId,
    poolName: grant.poolName,
    requestedBy: by,
    announcement: asked && accessRequestOf(asked).announcement,
    input,
    createdAtMs: nowMs,
  };
  return {
    records: [
      {
        id: operationId,
        expect: { absent: true as const },
        state: 'running',
        set: { [operationField.header]: JSON.stringify(header) },
      },
    ],
    due: [{ id: operationId, atMs: nowMs }, ...(asked ? [behind(operationId, nowMs)] : [])],
    addTo: [{ index: unfinishedIndex, id: operationId, atMs: nowMs }],
  } satisfies Partial<Commit>;
}
