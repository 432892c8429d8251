import { type Actor, actorId } from '../domain/actor.ts';
import type { AccessRequest } from '../domain/grants/access-request.ts';
import { operationField } from '../store/operation-record.ts';
import type { Commit, Store } from '../store/store.ts';

/**
 * What stops the operation that is to apply a request, for the commit that closes the request: it would refuse to write
 * anyway, only later and as a failure. Nothing where none runs.
 */
export async function cancelApply(
  store: Store,
  { state, operationId, poolName }: AccessRequest,
  { by, atMs }: { by: Actor; atMs: number },
): Promise<Required<Pick<Commit, 'records' | 'audit' | 'due'>>> {
  const id = state === 'approved' ? operationId : undefined;
  const record = id === undefined ? undefined : await store.read(id);
  if (id === undefined || record?.state !== 'running') return { records: [], audit: [], due: [] };
  const set = { [operationField.cancelledBy]: JSON.stringify(by), [operationField.wake]: '1' };
  const details = { pool: poolName, from: record.state };
  return {
    records: [{ id, expect: { states: [record.state] }, set }],
    audit: [{ what: 'operation.cancel-asked', subject: id, actor: actorId(by), atMs, details }],
    due: [{ id, atMs }],
  };
}
