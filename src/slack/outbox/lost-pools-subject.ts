import { lostPoolsOf, lostPoolsRecordId } from '../../store/lost-pools-record.ts';
import { lostPoolsMessage } from '../blocks/lost-pools.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import type { Subject } from './outlet.ts';

/** Pools that the store has lost: one message each time, where access is decided, edited when they are back. */
export async function lostPoolsSubject({
  store,
  approvalsChannelId,
  operators = [],
}: Pick<OutboxDeps, 'store' | 'approvalsChannelId' | 'operators'>): Promise<Subject | undefined> {
  const record = await store.read(lostPoolsRecordId);
  const lost = lostPoolsOf(record);
  if (!record || !lost) return undefined;
  const outlet = {
    id: `lost-pools-${lost.foundAtMs}`,
    channelId: approvalsChannelId ?? '',
    userId: undefined,
    createdAtMs: lost.foundAtMs,
    isMoving: false,
    render: () => ({ root: lostPoolsMessage(lost, operators) }),
  };
  return { seen: [{ id: record.id, rev: record.rev }], outlets: approvalsChannelId ? [outlet] : [], tells: [] };
}
