import { poolChange, poolIndex, poolNameRecordId, poolOf } from '../../store/pool-record.ts';
import type { Commit } from '../../store/store.ts';
import { releaseReservations } from '../create-pool/reservations.ts';
import type { OperationEnd } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { reviewBehind } from './review-behind.ts';

/** What ends with a deletion: the pool is gone, its name and its addresses are free. */
export async function atEndOfDelete(deps: WorkflowDeps, end: OperationEnd): Promise<Partial<Commit>> {
  const { operation, outcome } = end;
  const record = await deps.store.read(operation.poolId);
  const pool = record && poolOf(record);
  if (outcome !== 'done' || !record || pool?.state !== 'deleting' || pool.changedBy !== operation.id) return {};
  const nameId = poolNameRecordId(pool.name);
  const name = await deps.store.read(nameId);
  return {
    records: [
      poolChange({ ...pool, state: 'gone', changedBy: undefined }, { states: ['deleting'], rev: record.rev }),
      releaseReservations({ vpcId: pool.vpcId, zones: pool.vSwitches }),
      ...(name?.fields.pool === pool.id ? [{ id: nameId, expect: { rev: name.rev }, remove: true as const }] : []),
    ],
    removeFrom: [{ index: poolIndex, id: pool.id }],
    due: [{ id: pool.id, atMs: null }, ...reviewBehind(pool, deps.clock.now())],
  };
}
