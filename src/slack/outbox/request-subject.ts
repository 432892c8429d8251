import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import type { Operation } from '../../domain/operation.ts';
import { accessRequestOf, grantOf } from '../../store/access-records.ts';
import { driftRecordId } from '../../store/drift-record.ts';
import { operationOf } from '../../store/operation-record.ts';
import { poolOf } from '../../store/pool-record.ts';
import type { Store } from '../../store/store.ts';
import { approvalCard } from '../blocks/approval-card.ts';
import { endNotice } from '../blocks/grant-notices.ts';
import { requestAnnouncement } from '../blocks/request-announcement.ts';
import { callToDecide, requestNote } from '../blocks/request-note.ts';
import { isMoving, type RequestStage, type RequestView, requestStage } from '../blocks/request-stage.ts';
import { driftNotes } from './drift-subject.ts';
import { elsewhereNote } from './elsewhere-note.ts';
import type { Outlet, Subject } from './outlet.ts';
import { ownersOf } from './owners-of.ts';

export interface SubjectSource {
  store: Store;
  nowMs: number;
  approvalsChannelId: string | undefined;
}

/** A request: the announcement where it was asked for, the card where it is decided, and notes to the requester. */
export async function requestSubject(source: SubjectSource, requestId: string): Promise<Subject | undefined> {
  const { store, nowMs, approvalsChannelId } = source;
  const record = await store.read(requestId);
  if (!record) return undefined;
  const request = accessRequestOf(record);
  const [grant, operation, poolDescription] = await Promise.all([
    readGrant(store, request),
    readOperation(store, request),
    readDescription(store, request),
  ]);
  const view = { request, grant, operation, poolDescription, nowMs };
  const notices = await noticeOutlets(store, view);
  const drift = await driftNotes(store, { grant, requestId });
  return {
    seen: [...[request, grant, operation].flatMap((one) => (one ? [{ id: one.id, rev: one.rev }] : [])), ...drift.seen],
    outlets: [
      announcementOutlet(view),
      ...notices,
      ...(approvalsChannelId ? cardOutlets(view, approvalsChannelId) : []),
      ...noteOutlets(view),
      ...drift.outlets,
    ],
    // The alarm that a repair answers shows it.
    tells: request.kind === 'repair' ? [driftRecordId] : [],
  };
}

async function readGrant(store: Store, { grantId }: AccessRequest): Promise<Grant | undefined> {
  const record = await store.read(grantId);
  return record && grantOf(record);
}

async function readOperation(store: Store, { operationId }: AccessRequest): Promise<Operation | undefined> {
  const record = operationId === undefined ? undefined : await store.read(operationId);
  return record && operationOf(record);
}

async function readDescription(store: Store, { poolId }: AccessRequest): Promise<string | undefined> {
  const record = await store.read(poolId);
  return record && poolOf(record).description;
}

function announcementOutlet(view: RequestView): Outlet {
  const { request } = view;
  return {
    ...common(view),
    id: request.id,
    channelId: request.announcement.channelId,
    userId: request.announcement.userId,
    render: (record) => ({ root: requestAnnouncement(view, elsewhereNote(record, request.announcement)) }),
  };
}

/** In the thread, for everybody there and the owner of the pool: the end is near, or something is wrong with it. */
async function noticeOutlets(store: Store, view: RequestView): Promise<Outlet[]> {
  const { request, grant, nowMs } = view;
  const atMs = grant?.inForce?.requestId === request.id ? grant.lastNoticeAtMs : undefined;
  if (!grant || atMs === undefined) return [];
  const shown = endNotice(grant, nowMs, [...(await ownersOf(store, grant)), ...grant.requesters]);
  const outlet = { ...announcementOutlet(view), id: `notice-${atMs}-${request.id}`, isMoving: false };
  return [{ ...outlet, under: request.id, render: () => ({ root: shown }) }];
}

/** What nobody has to decide gets no card, except break-glass, which is to be seen. */
function cardOutlets(view: RequestView, channelId: string): Outlet[] {
  const { request } = view;
  const isDecided = request.rule !== undefined && request.rule.require.length > 0;
  if (request.round === 0 || !(isDecided || request.kind === 'break-glass')) return [];
  const card = { ...common(view), id: `card-${request.id}`, channelId, userId: undefined };
  const call = (id: string, why: string): Outlet => ({
    ...card,
    id,
    under: card.id,
    render: () => ({ root: callToDecide(view, why) }),
  });
  const { round, lastReminderAtMs } = request;
  return [
    { ...card, render: () => ({ root: approvalCard(view) }) },
    ...(round > 1
      ? [call(`round-${round}-${request.id}`, 'the plan has changed, so this needs your decision anew.')]
      : []),
    ...(lastReminderAtMs === undefined
      ? []
      : [call(`reminder-${lastReminderAtMs}-${request.id}`, 'this still waits for your decision.')]),
  ];
}

const noted: readonly RequestStage[] = [
  'applying',
  'applied',
  'apply-failed',
  'plan-failed',
  'denied',
  'expired',
  'superseded',
];

/** An edited message calls nobody, so what matters to the requester comes as a message of its own. */
function noteOutlets(view: RequestView): Outlet[] {
  const stage = requestStage(view);
  const { request } = view;
  if (!noted.includes(stage) || request.announcement.userId === '') return [];
  const id = `${stage}-${request.round}-${request.id}`;
  return [
    {
      ...common(view),
      id,
      channelId: '',
      userId: request.announcement.userId,
      render: () => ({ root: requestNote(view) }),
    },
  ];
}

function common(view: RequestView) {
  return { createdAtMs: view.request.createdAtMs, isMoving: isMoving(requestStage(view)) };
}
