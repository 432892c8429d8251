import { explainError } from '../explain-error.ts';
import { closedNote } from './connection-words.ts';
import { codeSpan, escapeText } from './escape.ts';
import { type RequestStage, type RequestView, requestStage } from './request-stage.ts';
import { instantWords, personWords } from './request-words.ts';
import { clamp } from './text.ts';

const icons: Record<RequestStage, string> = {
  planning: ':mag:',
  'plan-failed': ':x:',
  deciding: ':raised_hand:',
  applying: ':hourglass_flowing_sand:',
  'apply-failed': ':x:',
  applied: ':white_check_mark:',
  ended: ':checkered_flag:',
  denied: ':no_entry:',
  withdrawn: ':leftwards_arrow_with_hook:',
  expired: ':alarm_clock:',
  superseded: ':arrows_counterclockwise:',
};

export const stageIcon = (stage: RequestStage): string => icons[stage];

/** Where a request stands, in a few words that can follow a colon. */
export function stageLine(view: RequestView): string {
  const { request } = view;
  const stage = requestStage(view);
  const by = request.outcome ? ` by ${personWords(request.outcome.by)}` : '';
  const why = request.outcome?.text ? `: ${escapeText(clamp(request.outcome.text, 600))}` : '';
  switch (stage) {
    case 'planning':
      return 'looking at what it would change';
    case 'plan-failed':
      return `*stopped*. ${troubleOf(view)}`;
    case 'deciding':
      return '*waits for approval*';
    case 'applying':
    case 'apply-failed':
    case 'applied':
      return request.kind === 'new-pool' ? newPoolLine(view, stage) : appliedLine(view, stage);
    case 'ended':
      return `*ended*${view.grant?.endCause ? `: ${escapeText(clamp(view.grant.endCause, 300))}` : ''}. Connections that were open may survive until they are closed.`;
    case 'denied':
      return `*denied*${by}${why}`;
    case 'withdrawn':
      return `*withdrawn*${by}`;
    case 'expired':
      return '*expired*: it was not approved and applied in time. Ask again if it is still needed.';
    case 'superseded':
      return `*superseded*${why}`;
  }
}

type ApprovedStage = Extract<RequestStage, 'applying' | 'apply-failed' | 'applied'>;

function appliedLine(view: RequestView, stage: ApprovedStage): string {
  switch (stage) {
    case 'applying':
      return `*approved*${countedWords(view)}, being applied${view.grant?.inForce ? '' : '; not open yet'}`;
    case 'apply-failed':
      return `*approved*, but *not applied*. ${troubleOf(view)}`;
    case 'applied':
      return `*applied*${countedWords(view)}; ${untilWords(view)}${closedNote(view.operation)}`;
  }
}

/** The thread of its creation tells the rest. */
function newPoolLine(view: RequestView, stage: ApprovedStage): string {
  const { operation } = view;
  const approved = `*approved*${countedWords(view)}`;
  const as = operation ? ` (${codeSpan(operation.id)})` : '';
  switch (stage) {
    case 'applying':
      return `${approved}; it is being made${as}, as its thread shows`;
    case 'apply-failed':
      return operation?.error ? `${approved}, but *not made*. ${troubleOf(view)}` : `${approved}, but *not made*${as}`;
    case 'applied':
      return `*made*${as}, approved${countedWords(view)}`;
  }
}

/** Who the approval rests on. */
function countedWords({ request }: RequestView): string {
  const counted = request.approved?.counted ?? [];
  if (request.approved === undefined) return '';
  return counted.length === 0
    ? ' by policy'
    : ` by ${counted.map(({ personId }) => personWords(personId)).join(' and ')}`;
}

function untilWords({ request, grant }: RequestView): string {
  const now = grant?.inForce?.requestId ?? request.id;
  if (now !== request.id) return `${codeSpan(now)} has changed it since and says how it stands`;
  if (grant?.state === 'ending' || grant?.state === 'overdue') return 'it is being closed';
  const endMs = grant ? grant.endMs : request.approved?.endMs;
  return endMs === undefined ? 'open without an end' : `open until ${instantWords(endMs)}`;
}

function troubleOf({ operation }: RequestView): string {
  const { error } = operation ?? {};
  if (!operation || !error) return 'Nothing was changed.';
  return `${escapeText(clamp(error.text, 900))} _What to do:_ ${explainError(error.code)} (${codeSpan(operation.id)})`;
}
