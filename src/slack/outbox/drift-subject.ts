import type { Grant } from '../../domain/grants/grant.ts';
import { accessRequestOf, grantOf } from '../../store/access-records.ts';
import { clearingOf, driftOf, driftRecordId, type KnownFinding } from '../../store/drift-record.ts';
import { operationOf } from '../../store/operation-record.ts';
import type { Store } from '../../store/store.ts';
import { driftMessage, driftNote } from '../blocks/drift-words.ts';
import type { Outlet, Subject } from './outlet.ts';
import type { SubjectSource } from './request-subject.ts';

/** So many findings are told in the channel; the audit log has all. */
const mostTold = 40;

/** What others changed in whitelists: one message each where access is decided, edited when it is gone. */
export async function driftSubject({ store, approvalsChannelId }: SubjectSource): Promise<Subject | undefined> {
  const record = await store.read(driftRecordId);
  if (!record) return undefined;
  const findings = driftOf(record).findings.slice(-mostTold);
  const outlets = await Promise.all(
    findings.map(async (known): Promise<Outlet> => {
      const given = { known, ...(await readAround(store, known)) };
      return {
        ...common(known),
        id: `drift-${known.id}`,
        channelId: approvalsChannelId ?? '',
        userId: undefined,
        render: () => ({ root: driftMessage(given) }),
      };
    }),
  );
  return { seen: [{ id: record.id, rev: record.rev }], outlets: approvalsChannelId ? outlets : [], tells: [] };
}

/** The same in the thread of the grant's announcement, without buttons. */
export async function driftNotes(
  store: Store,
  about: { grant: Grant | undefined; requestId: string },
): Promise<{ seen: Subject['seen']; outlets: Outlet[] }> {
  const { grant, requestId } = about;
  if (!grant || grant.inForce?.requestId !== requestId) return { seen: [], outlets: [] };
  const record = await store.read(driftRecordId);
  const findings = driftOf(record).findings.filter(({ finding }) => finding.grantId === grant.id);
  if (!record || findings.length === 0) return { seen: [], outlets: [] };
  return {
    seen: [{ id: record.id, rev: record.rev }],
    outlets: findings.map((known) => ({
      ...common(known),
      id: `note-${known.id}`,
      under: requestId,
      channelId: '',
      userId: undefined,
      render: () => ({ root: driftNote(known) }),
    })),
  };
}

/** The grant and the repair that is under way, or the operation that takes out what is left over. */
async function readAround(store: Store, known: KnownFinding) {
  const { finding } = known;
  const [grantRecord, operationRecord] = await Promise.all([
    finding.grantId === undefined ? undefined : store.read(finding.grantId),
    store.read(clearingOf(known)),
  ]);
  const grant = grantRecord && grantOf(grantRecord);
  const pending = grant?.pendingRequestId === undefined ? undefined : await store.read(grant.pendingRequestId);
  return {
    grant,
    pending: pending && accessRequestOf(pending),
    operation: operationRecord && operationOf(operationRecord),
  };
}

function common({ foundAtMs }: KnownFinding) {
  return { createdAtMs: foundAtMs, isMoving: false };
}
