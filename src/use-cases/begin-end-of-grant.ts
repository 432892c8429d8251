import { type Actor, actorId } from '../domain/actor.ts';
import type { Grant } from '../domain/grants/grant.ts';
import type { EndGrantInput } from '../domain/grants/operation-inputs.ts';
import { behind } from '../notify/notify.ts';
import { accessRequestOf, grantChange, grantOf } from '../store/access-records.ts';
import type { CommitResult } from '../store/store.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';

export interface EndOfGrant {
  grantId: string;
  by: Actor;
  /** In words, for people: "revoked by its owner". */
  cause: string;
  operationId: string;
  /** Ends it only while it still has this end: an extension that came first wins. */
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
    const { by, cause, operationId } = request;
    const ending: Grant = { ...grant, state: 'ending', endCause: cause };
    const result = await beginEnding(deps, { grant: ending, by, operationId });
    if (result.ok) return 'begun';
    if (result.id === operationId) return 'already-ending';
  }
  throw new Error(`grant ${request.grantId} kept changing`);
}

/** Begins another operation for a grant that ends already, if nobody changed it since it was read. */
export async function endGrantAgain(
  deps: Deps,
  request: { grant: Grant; by: Actor; operationId: string },
): Promise<void> {
  await beginEnding(deps, request);
}

/** The grant as given and the operation that ends it, in one commit; told where the grant was asked for. */
async function beginEnding(
  deps: Deps,
  { grant, by, operationId }: { grant: Grant; by: Actor; operationId: string },
): Promise<CommitResult> {
  const nowMs = deps.clock.now();
  const requestId = grant.inForce?.requestId ?? grant.pendingRequestId;
  const asked = requestId === undefined ? undefined : await deps.store.read(requestId);
  const { id, poolId, poolName, instanceId, endCause: cause = '' } = grant;
  const input: EndGrantInput = { grantId: id, cause };
  return beginOperation(
    { ...deps, actor: by },
    {
      ...{ id: operationId, kind: 'end-grant', poolId, poolName, input },
      announcement: asked && accessRequestOf(asked).announcement,
      also: {
        records: [grantChange({ ...grant, operationId })],
        audit: [
          {
            what: 'grant.ending',
            subject: id,
            actor: actorId(by),
            atMs: nowMs,
            details: { pool: poolName, instance: instanceId, cause, operation: operationId },
          },
        ],
        due: [{ id, atMs: nowMs }, behind(id, nowMs)],
      },
    },
  );
}
