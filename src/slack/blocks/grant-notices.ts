import type { Grant } from '../../domain/grants/grant.ts';
import { codeSpan, escapeText } from './escape.ts';
import { endEarlyButton, extendButtons, keepButton, revokeButton } from './grant-buttons.ts';
import { groupWords, instantWords, pairWords, personWords } from './request-words.ts';
import { actions, clamp, type Message, message, paragraph, section } from './text.ts';

/** Ids of groups and people; naming them in a new message calls them. */
type Called = readonly string[];

/** The end is near, or a review is due: to one requester, or to everybody who is called, in the thread. */
export function endNotice(grant: Grant, nowMs: number, called?: Called): Message {
  const { endMs } = grant;
  const isOpen = grant.state === 'active' && (endMs === undefined || nowMs < endMs);
  const line = `${called ? calling(called) : ''}${isOpen ? openLine(grant) : closedLine(grant)}`;
  const buttons = [...extendButtons(grant), endEarlyButton(grant), ...(called ? [revokeButton(grant)] : [])];
  return message([line], [section(line), ...(isOpen ? [actions('grant', buttons)] : [])]);
}

/** A grant without an end, which people look at again from time to time. Nothing is closed for want of it. */
export function standingReview(grant: Grant, called: Called): Message {
  const { lastReviewAtMs, reviewAsks } = grant;
  const pair = pairWords(grant);
  if (grant.state !== 'active') return paragraph(closedLine(grant));
  if (reviewAsks === 0) {
    return paragraph(
      `:white_check_mark: Standing database access of ${pair} was reviewed at ${instantWords(lastReviewAtMs ?? 0)} and is still needed.`,
    );
  }
  const line = `:mag: ${calling(called)}standing database access of ${pair} waits for its review: is it still needed? ${podsWords(grant)} Nothing is closed before somebody says so.`;
  return message([line], [section(line), actions('standing', [keepButton(grant), revokeButton(grant)])]);
}

/** Under the review, when nobody answered. */
export function reviewReminder(grant: Grant, called: Called): Message {
  return paragraph(
    grant.state === 'active' && grant.reviewAsks > 0
      ? `:mag: ${calling(called)}this review was asked for ${grant.reviewAsks} times and still waits.`
      : '_Nothing is left to review here._',
  );
}

/** Something should be closed and is not. */
export function overdueAlarm(grant: Grant, called: Called = []): Message {
  return paragraph(
    grant.state === 'ended'
      ? `:white_check_mark: Database access of ${pairWords(grant)} was overdue and is closed now.`
      : `:rotating_light: *OVERDUE*: ${calling(called)}database access of ${pairWords(grant)} should be closed since ${instantWords(grant.overdueSinceMs ?? 0)} and could not be proven closed yet. It is tried again and again; look at ${codeSpan(grant.operationId ?? grant.id)}.`,
  );
}

/** Under the alarm, again and again. */
export function overdueAgain(grant: Grant, called: Called): Message {
  return paragraph(
    grant.state === 'ended'
      ? '_It is closed by now._'
      : `:rotating_light: ${calling(called)}still not proven closed at ${instantWords(grant.lastNoticeAtMs ?? 0)}. Look at ${codeSpan(grant.operationId ?? grant.id)}.`,
  );
}

export function endedNote(grant: Grant): Message {
  const why = grant.endCause ? `: ${escapeText(clamp(grant.endCause, 300))}` : '';
  return paragraph(
    `:checkered_flag: Database access of ${pairWords(grant)} has *ended*${why}. The addresses are out of the whitelist; connections that were open may survive until they are closed.`,
  );
}

function openLine(grant: Grant): string {
  const { endMs } = grant;
  const pair = pairWords(grant);
  if (endMs === undefined && grant.reviewAsks === 0)
    return `:mag: Database access of ${pair} has no end; it was reviewed.`;
  return endMs === undefined
    ? `:mag: Database access of ${pair} has no end and waits for its review. ${podsWords(grant)} Nothing is closed for that; end it if it is not needed any more.`
    : `:hourglass: Database access of ${pair} ends at ${instantWords(endMs)}. ${podsWords(grant)} Nothing is closed before that.`;
}

function closedLine(grant: Grant): string {
  const icon = grant.state === 'overdue' ? ':rotating_light:' : ':checkered_flag:';
  const tail = grant.state === 'overdue' ? '; it could not be proven closed yet and is tried again and again' : '';
  return `${icon} Database access of ${pairWords(grant)}: *${grant.state}*${tail}.`;
}

function podsWords({ podsAtNotice: pods }: Grant): string {
  if (pods === undefined) return 'How many pods still run here is not known: the cluster did not answer.';
  return pods === 1 ? '*1 pod* still runs here.' : `*${pods} pods* still run here.`;
}

function calling(called: Called): string {
  const words = [...new Set(called)].slice(0, 8).map((id) => (id.startsWith('S') ? groupWords(id) : personWords(id)));
  return words.length === 0 ? '' : `${words.join(' ')} `;
}
