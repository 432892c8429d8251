import type { AccessRequest } from '../domain/grants/access-request.ts';
import type { Grant } from '../domain/grants/grant.ts';
import { accessRequestOf, endedGrantIndex, grantOf, openRequestIndex } from '../store/access-records.ts';
import { readLiveGrants } from '../store/read-live-grants.ts';
import type { Store } from '../store/store.ts';

/** Looks like the id of a request; what comes back from Slack is held against it. */
export const requestIdPattern = /^req-[a-z0-9]{12}$/;
export const grantIdPattern = /^grant-[a-z0-9]{12}$/;

export async function readRequest(store: Store, id: string): Promise<AccessRequest | undefined> {
  const record = requestIdPattern.test(id) ? await store.read(id) : undefined;
  return record && accessRequestOf(record);
}

export async function readGrant(store: Store, id: string): Promise<Grant | undefined> {
  const record = grantIdPattern.test(id) ? await store.read(id) : undefined;
  return record && grantOf(record);
}

/** Requests that are pending, or approved and not yet applied, newest first. */
export async function readOpenRequests(store: Store): Promise<AccessRequest[]> {
  return (await store.readMany(await store.readIndex(openRequestIndex))).map(accessRequestOf);
}

/** Who broke the glass for which instance and waits for review, also where the grant has ended or is not there yet. */
export async function readOpenReviews(
  store: Store,
  exceptRequestId: string,
): Promise<{ personId: string; instanceId: string }[]> {
  const [live, ended, requests] = await Promise.all([
    readLiveGrants(store),
    store.readIndex(endedGrantIndex),
    readOpenRequests(store),
  ]);
  const grants = [...live, ...(await store.readMany(ended)).map(grantOf)];
  return [
    ...grants.flatMap(({ breakGlass, instanceId }) =>
      breakGlass?.review === 'open' ? [{ personId: breakGlass.by, instanceId }] : [],
    ),
    ...requests.flatMap(({ id, kind, requestedBy, instanceId }) =>
      id !== exceptRequestId && kind === 'break-glass' && requestedBy.kind === 'slack-user'
        ? [{ personId: requestedBy.userId, instanceId }]
        : [],
    ),
  ];
}

/** Whether people or workers still have something to do about it. An applied request is approved, with its outcome. */
export function isOpen({ state, outcome }: AccessRequest): boolean {
  return outcome === undefined && (state === 'pending' || state === 'approved');
}
