import { type ExpiryNotice, nextExpiryNotice } from './expiry-notices.ts';
import type { Grant } from './grant.ts';
import { isOver } from './grant-end.ts';
import { nextReviewAt } from './standing-review.ts';

export interface AgendaInput {
  grant: Pick<Grant, 'state' | 'endMs' | 'inForce' | 'lastNoticeAtMs' | 'lastReviewAtMs'>;
  /** Of the rule that a standing grant was approved by, domain time. */
  reviewEveryMs: number | undefined;
  nowMs: number;
  /** Domain time that passes in a millisecond of the wall clock. */
  scale: number;
}

export type Agenda =
  | { kind: 'end' }
  /** Somebody has to be told now: that it is about to end, or that it is to be reviewed. */
  | { kind: 'tell'; about: 'end' | 'review' }
  /** Nothing until then; undefined: nothing any more. */
  | { kind: 'rest'; untilMs: number | undefined };

/** What is due about a grant that is in force or being applied. Missed reviews are told again and cut nothing. */
export function grantAgenda(input: AgendaInput): Agenda {
  const { grant, nowMs } = input;
  if (isOver(grant.endMs, nowMs)) return { kind: 'end' };
  if (grant.state !== 'active' || !grant.inForce) return { kind: 'rest', untilMs: grant.endMs };
  if (grant.endMs === undefined) return reviewAgenda(input);
  const notice = noticeOf(input, grant.inForce.approvedAtMs);
  if (!notice) return { kind: 'rest', untilMs: grant.endMs };
  return notice.atMs <= nowMs
    ? { kind: 'tell', about: 'end' }
    : { kind: 'rest', untilMs: Math.min(notice.atMs, grant.endMs) };
}

/** The notices stand at domain times before the end, so the instants are stretched to domain time for the pure rule. */
function noticeOf({ grant, nowMs, scale }: AgendaInput, endFixedAtMs: number): ExpiryNotice | undefined {
  const stretch = (atMs: number) => (atMs - nowMs) * scale;
  const notice = nextExpiryNotice({
    endFixedAtMs: stretch(endFixedAtMs),
    endMs: grant.endMs === undefined ? undefined : stretch(grant.endMs),
    lastToldAtMs: grant.lastNoticeAtMs === undefined ? undefined : stretch(grant.lastNoticeAtMs),
    nowMs: 0,
  });
  return notice && { ...notice, atMs: nowMs + Math.ceil(notice.atMs / scale) };
}

function reviewAgenda({ grant, reviewEveryMs, nowMs, scale }: AgendaInput): Agenda {
  if (reviewEveryMs === undefined || !grant.inForce) return { kind: 'rest', untilMs: undefined };
  const everyMs = Math.ceil(reviewEveryMs / scale);
  const { approvedAtMs } = grant.inForce;
  const dueAtMs = nextReviewAt({ approvedAtMs, reviewedAtMs: grant.lastReviewAtMs, reviewEveryMs: everyMs });
  const toldAtMs = grant.lastNoticeAtMs ?? 0;
  if (nowMs < dueAtMs) return { kind: 'rest', untilMs: dueAtMs };
  const nextMs = Math.max(toldAtMs, dueAtMs) + Math.ceil(everyMs / 10);
  return toldAtMs < dueAtMs || nowMs >= nextMs ? { kind: 'tell', about: 'review' } : { kind: 'rest', untilMs: nextMs };
}
