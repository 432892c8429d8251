import type { AccessRequest, Click } from '../domain/grants/access-request.ts';
import type { RequestState } from '../domain/grants/request-states.ts';
import { behind } from '../notify/notify.ts';
import { accessRequestChange, openRequestIndex, pairRecordId } from '../store/access-records.ts';
import { freePoolName } from '../store/pool-record.ts';
import type { Commit, Store } from '../store/store.ts';
import { readGrant } from './read-access.ts';

export interface RequestEnd {
  state: Extract<RequestState, 'denied' | 'withdrawn' | 'expired' | 'superseded'>;
  /** A Slack user or a word such as "policy". */
  by: string;
  /** As in the audit log. */
  actor: string;
  text: string;
  atMs: number;
  /** Clicks that this answers; others are answered afterwards. */
  judged?: readonly Click[];
}

/**
 * The commit that closes a request before it was applied; with a first one its pair is free again. Undefined while a
 * worker is writing for it: then the grant is there, and that is what has to be ended.
 */
export async function closingCommit(
  store: Store,
  request: AccessRequest,
  end: RequestEnd,
): Promise<(Commit & Required<Pick<Commit, 'audit' | 'due' | 'removeFrom'>>) | undefined> {
  const grant = await readGrant(store, request.grantId);
  if (grant?.state === 'applying' && grant.pendingRequestId === request.id) return undefined;
  const closed: AccessRequest = {
    ...request,
    state: end.state,
    outcome: { by: end.by, text: end.text, atMs: end.atMs },
  };
  const { poolName, instanceId, round } = request;
  return {
    records: [
      accessRequestChange(closed, { rev: request.rev }, end.judged),
      // A grant that a worker has begun to write in between is seen here.
      { id: request.grantId, expect: grant ? { rev: grant.rev } : { absent: true } },
      ...(grant ? [] : await freeClaim(store, request)),
    ],
    audit: [
      {
        what: `request.${end.state}`,
        subject: request.id,
        actor: end.actor,
        atMs: end.atMs,
        details: { pool: poolName, instance: instanceId || undefined, round, by: end.by, text: end.text },
      },
    ],
    due: [{ id: request.id, atMs: end.atMs }, behind(request.id, end.atMs)],
    removeFrom: [{ index: openRequestIndex, id: request.id }],
  };
}

/** What keeps a second request for the same thing away: the pair of a first grant, the name of a new pool. */
async function freeClaim(store: Store, request: AccessRequest) {
  if (request.newPool) return freePoolName(store, { name: request.poolName, poolId: request.poolId });
  const id = pairRecordId(request);
  const pair = await store.read(id);
  return pair?.fields.grant === request.grantId ? [{ id, expect: { rev: pair.rev }, remove: true as const }] : [];
}
