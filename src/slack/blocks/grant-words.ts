import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { actionIds } from './action-ids.ts';
import { button } from './button.ts';
import { durationWords } from './duration-words.ts';
import { codeSpan, escapeText } from './escape.ts';
import { grantSection } from './grant-buttons.ts';
import { instantWords, pairWords, personWords } from './request-words.ts';
import { actions, clamp, context, type Message, message, paragraph, section } from './text.ts';

/** One line for a list: who may connect where, and until when. */
export function grantLine(grant: Grant, nowMs: number): string {
  const cidrs = (grant.inForce?.cidrs ?? []).map(({ cidr }) => codeSpan(cidr)).slice(0, 6);
  const open = cidrs.length > 0 ? ` for ${cidrs.join(', ')}` : '';
  return `• ${codeSpan(grant.id)} ${pairWords(grant)}: *${grant.state}*${open}, ${endWords(grant, nowMs)}`;
}

/** One line for a list: who asks for what. */
export function requestLine(request: AccessRequest): string {
  const by = request.requesters.slice(0, 5).map(personWords).join(', ');
  const about = request.kind === 'new-pool' ? `new pool ${codeSpan(request.poolName)}` : pairWords(request);
  return `• ${codeSpan(request.id)} ${about}: *${request.state}*, asked by ${by}`;
}

/** Everything that is admitted or asked for. */
export function grantList(found: {
  grants: Grant[];
  requests: AccessRequest[];
  nowMs: number;
  /** Who looks: what they asked for they may end. */
  userId?: string;
}): Message {
  const grants = found.grants.slice(0, 20);
  const requests = found.requests.slice(0, 20).map(requestLine);
  const head = grants.length > 0 ? '*Grants*' : 'No database is open to a pool here.';
  const asked = requests.length > 0 ? ['*Requests*', ...requests] : [];
  const line = (grant: Grant) => grantLine(grant, found.nowMs);
  const more = Math.max(0, found.grants.length - 20) + Math.max(0, found.requests.length - 20);
  const end =
    more > 0 ? `${more} more are not shown; name a pool or an instance.` : '`/egress-pool allow` asks for more.';
  return message(
    [head, ...grants.map(line), ...asked, end],
    [
      section(head),
      ...grants.map((grant) => grantSection(line(grant), grant, found.userId)),
      ...(asked.length > 0 ? [section(asked.join('\n'))] : []),
      context(end),
    ],
  );
}

/** Access that nobody approved: open for review until somebody signs or rejects it. */
export function breakGlassReview(grant: Grant, nowMs: number): Message {
  const { breakGlass } = grant;
  const by = personWords(breakGlass?.by ?? 'somebody');
  const head = `:rotating_light: *BREAK-GLASS*: ${by} opened ${pairWords(grant)} without approval, ${endWords(grant, nowMs)}.`;
  const reason = `> ${escapeText(clamp(grant.reason, 600)) || 'no reason'}`;
  if (breakGlass?.review !== 'open') {
    const reviewer = personWords(breakGlass?.reviewedBy ?? 'somebody');
    const review =
      breakGlass?.review === 'signed'
        ? `:white_check_mark: Signed by ${reviewer}.`
        : `:no_entry: Rejected by ${reviewer}; it is being closed.`;
    return paragraph([head, reason, review].join('\n'));
  }
  const ask = 'One of its normal approvers has to sign it, or reject it, which closes it at once.';
  const lines = [head, reason, ask];
  return message(lines, [
    section(lines.join('\n')),
    actions('review', [
      button({ actionId: actionIds.sign, label: 'Sign', value: grant.id, style: 'primary' }),
      button({ actionId: actionIds.reject, label: 'Reject and close', value: grant.id, style: 'danger' }),
    ]),
  ]);
}

function endWords({ endMs, state }: Grant, nowMs: number): string {
  if (state === 'ended') return 'ended';
  if (endMs === undefined) return 'without an end';
  return nowMs < endMs
    ? `until ${instantWords(endMs)} (${durationWords(endMs - nowMs)} left)`
    : `due to end since ${instantWords(endMs)}`;
}
