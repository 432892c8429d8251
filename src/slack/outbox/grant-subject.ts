import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { messageId } from '../../notify/notify.ts';
import { accessRequestOf, grantOf } from '../../store/access-records.ts';
import type { Store } from '../../store/store.ts';
import {
  endedNote,
  endNotice,
  overdueAgain,
  overdueAlarm,
  reviewReminder,
  standingReview,
} from '../blocks/grant-notices.ts';
import { breakGlassReview } from '../blocks/grant-words.ts';
import type { Message } from '../blocks/text.ts';
import type { Outlet, Subject } from './outlet.ts';
import { ownersOf } from './owners-of.ts';
import type { SubjectSource } from './request-subject.ts';

/** A grant and those whom it concerns. */
interface GrantView {
  grant: Grant;
  nowMs: number;
  /** The owner of its pool: a user group, or a person where no group is named. */
  owners: string[];
  /** Those who approve, by the rule of what is in force. */
  approvers: string[];
  escalateTo: string | undefined;
  /** Its announcement went to a direct message, where mentioning a group calls nobody. */
  isAnnouncedInPrivate: boolean;
}

/** A grant: its reviews, alarms and notices. How it stands is said by the message of the request behind it. */
export async function grantSubject(source: SubjectSource, grantId: string): Promise<Subject | undefined> {
  const record = await source.store.read(grantId);
  if (!record) return undefined;
  const grant = grantOf(record);
  const view = { grant, nowMs: source.nowMs, ...(await readConcerned(source.store, grant)) };
  const { approvalsChannelId } = source;
  return {
    seen: [{ id: grant.id, rev: grant.rev }],
    outlets: [
      ...(approvalsChannelId === undefined ? [] : channelOutlets(view, approvalsChannelId)),
      ...personalOutlets(view),
    ],
    tells: grant.inForce ? [grant.inForce.requestId] : [],
  };
}

async function readConcerned(store: Store, grant: Grant): Promise<Omit<GrantView, 'grant' | 'nowMs'>> {
  const requestId = grant.inForce?.requestId ?? grant.pendingRequestId;
  const [owners, asked, announced] = await Promise.all([
    ownersOf(store, grant),
    requestId === undefined ? undefined : store.read(requestId),
    requestId === undefined ? undefined : store.read(messageId(requestId)),
  ]);
  const rule: AccessRequest['rule'] = asked && accessRequestOf(asked).rule;
  return {
    owners,
    approvers: (rule?.require ?? []).map(({ group }) => group),
    escalateTo: rule?.escalateTo,
    isAnnouncedInPrivate: announced?.fields.channelId?.startsWith('D') === true,
  };
}

/** What everybody who decides should see. */
function channelOutlets(view: GrantView, channelId: string): Outlet[] {
  const { grant, nowMs, owners } = view;
  const { lastNoticeAtMs } = grant;
  const at = { channelId, userId: undefined };
  const isOwnerCalled = view.isAnnouncedInPrivate && lastNoticeAtMs !== undefined && owners.some(isGroup);
  return [
    ...(grant.breakGlass && grant.inForce
      ? [outlet(grant, { ...at, part: 'review', shown: breakGlassReview(grant, nowMs) })]
      : []),
    ...(isOwnerCalled
      ? [outlet(grant, { ...at, part: `notice-${lastNoticeAtMs}`, shown: endNotice(grant, nowMs, owners) })]
      : []),
    ...standingOutlets(view, at),
    ...overdueOutlets(view, at),
  ];
}

type At = { channelId: string; userId: string | undefined };

/** The review of a standing grant, and under it a call to whom it is escalated. */
function standingOutlets({ grant, approvers, escalateTo }: GrantView, at: At): Outlet[] {
  const { endMs, reviewAsks, lastReviewAtMs, lastNoticeAtMs } = grant;
  if (endMs !== undefined || !grant.inForce || (reviewAsks === 0 && lastReviewAtMs === undefined)) return [];
  const root = outlet(grant, { ...at, part: 'standing', shown: standingReview(grant, approvers) });
  if (lastNoticeAtMs === undefined || (reviewAsks === 1 && lastReviewAtMs === undefined)) return [root];
  const called = reviewAsks > 1 && escalateTo !== undefined ? [...approvers, escalateTo] : approvers;
  const reminder = { ...at, part: `standing-${lastNoticeAtMs}`, shown: reviewReminder(grant, called) };
  return [root, { ...outlet(grant, reminder), under: root.id }];
}

function overdueOutlets({ grant, owners, approvers, escalateTo }: GrantView, at: At): Outlet[] {
  const { overdueSinceMs, lastNoticeAtMs } = grant;
  if (overdueSinceMs === undefined) return [];
  const called = [...owners, ...approvers, ...(escalateTo === undefined ? [] : [escalateTo])];
  const root = outlet(grant, { ...at, part: 'overdue', shown: overdueAlarm(grant, called) });
  if (lastNoticeAtMs === undefined || lastNoticeAtMs <= overdueSinceMs) return [root];
  const again = { ...at, part: `overdue-${lastNoticeAtMs}`, shown: overdueAgain(grant, called) };
  return [root, { ...outlet(grant, again), under: root.id }];
}

/** Those who asked for it, and its owner where that is a person. */
function personalOutlets({ grant, nowMs, owners }: GrantView): Outlet[] {
  const { lastNoticeAtMs, requesters } = grant;
  const others = owners.filter((id) => !isGroup(id) && !requesters.includes(id));
  const direct = (userId: string, part: string, shown: Message) =>
    outlet(grant, { channelId: '', userId, part: `${part}-${userId}`, shown });
  const notices = (lastNoticeAtMs === undefined ? [] : [lastNoticeAtMs]).flatMap((atMs) => [
    ...requesters.map((userId) => direct(userId, `notice-${atMs}`, endNotice(grant, nowMs))),
    ...others.map((userId) => direct(userId, `notice-${atMs}`, endNotice(grant, nowMs, []))),
  ]);
  const hasEnded = grant.state === 'ended' && grant.inForce !== undefined;
  return [...notices, ...(hasEnded ? requesters.map((userId) => direct(userId, 'ended', endedNote(grant))) : [])];
}

function isGroup(id: string): boolean {
  return id.startsWith('S');
}

function outlet(grant: Grant, given: At & { part: string; shown: Message }): Outlet {
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
