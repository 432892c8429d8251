import { behind } from '../../notify/notify.ts';
import { poolDriftChange, poolDriftOf, poolDriftRecordId } from '../../store/pool-drift-record.ts';
import type { RecordChange, Store } from '../../store/store.ts';

/** What ends with a pool: nothing is found about it any more, and its messages say so. */
export async function endPoolDrift(
  store: Pick<Store, 'read'>,
  { poolId, nowMs }: { poolId: string; nowMs: number },
): Promise<{ records: RecordChange[]; due: { id: string; atMs: number }[] }> {
  const record = await store.read(poolDriftRecordId(poolId));
  if (!record) return { records: [], due: [] };
  const before = poolDriftOf(record);
  const known = before.known.map((one) => ({ ...one, goneAtMs: one.goneAtMs ?? nowMs }));
  const change = poolDriftChange(poolId, { ...before, known, suspected: [], notes: [] }, record.rev);
  return { records: [change], due: [behind(record.id, nowMs)] };
}
