import type { Grant } from '../../domain/grants/grant.ts';
import { grantOf } from '../../store/access-records.ts';
import { breakGlassReview, endedNote, endNotice, overdueAlarm } from '../blocks/grant-words.ts';
import type { Message } from '../blocks/text.ts';
import type { Outlet, Subject } from './outlet.ts';
import type { SubjectSource } from './request-subject.ts';

/** A grant: its review, alarms and notices. How it stands is said by the message of the request behind it. */
export async function grantSubject(source: SubjectSource, grantId: string): Promise<Subject | undefined> {
  const record = await source.store.read(grantId);
  if (!record) return undefined;
  const grant = grantOf(record);
  return {
    seen: [{ id: grant.id, rev: grant.rev }],
    outlets: [...channelOutlets(grant, source), ...personalOutlets(grant, source.nowMs)],
    tells: grant.inForce ? [grant.inForce.requestId] : [],
  };
}

/** What everybody who decides should see. */
function channelOutlets(grant: Grant, { approvalsChannelId, nowMs }: SubjectSource): Outlet[] {
  if (approvalsChannelId === undefined) return [];
  const at = { channelId: approvalsChannelId, userId: undefined };
  return [
    ...(grant.breakGlass && grant.inForce
      ? [outlet(grant, { ...at, part: 'review', shown: breakGlassReview(grant, nowMs) })]
      : []),
    ...(grant.overdueSinceMs === undefined
      ? []
      : [outlet(grant, { ...at, part: 'overdue', shown: overdueAlarm(grant) })]),
  ];
}

function personalOutlets(grant: Grant, nowMs: number): Outlet[] {
  const { lastNoticeAtMs } = grant;
  return grant.requesters.flatMap((userId) => {
    const at = { channelId: '', userId };
    const notice = { ...at, part: `notice-${lastNoticeAtMs}-${userId}`, shown: endNotice(grant, nowMs) };
    return [
      ...(lastNoticeAtMs === undefined ? [] : [outlet(grant, notice)]),
      ...(grant.state === 'ended' && grant.inForce
        ? [outlet(grant, { ...at, part: `ended-${userId}`, shown: endedNote(grant) })]
        : []),
    ];
  });
}

function outlet(
  grant: Grant,
  given: { part: string; channelId: string; userId: string | undefined; shown: Message },
): Outlet {
  const { part, channelId, userId, shown } = given;
  return {
    id: `${part}-${grant.id}`,
    channelId,
    userId,
    createdAtMs: grant.createdAtMs,
    isMoving: false,
    render: () => ({ root: shown }),
  };
}
