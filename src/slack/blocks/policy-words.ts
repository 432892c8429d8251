import { decide } from '../../domain/approvals/decide.ts';
import type { Standings } from '../../domain/approvals/membership.ts';
import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { escapeText } from './escape.ts';
import { groupWords, personWords } from './request-words.ts';
import { clamp } from './text.ts';

/** The groups whose approval is still missing, with how many of each. Only for showing: the decision reads afresh. */
export function missingGroups(request: AccessRequest): { group: string; have: number; need: number }[] {
  const { rule, opened } = request;
  if (!rule) return [];
  // A denial ends it; what was approved until then stays so.
  const decisions = request.decisions.filter(({ verdict }) => verdict === 'approve');
  const memberships = opened?.memberships ?? {};
  // Decisions were judged when they were recorded.
  const standings: Standings = Object.fromEntries(decisions.map(({ personId }) => [personId, 'counts' as const]));
  const outcome = decide({
    rule,
    requesters: request.requesters,
    whenOpened: memberships,
    now: memberships,
    standings,
    openedAtMs: opened?.atMs ?? 0,
    decisions,
  });
  return outcome.kind === 'missing' ? outcome.missing : [];
}

/** The rule in words, with what is done: `1 of DBA (done) and 1 of Security`. */
export function policyLine(request: AccessRequest): string {
  const { rule, decisions } = request;
  if (!rule) return '';
  const missing = missingGroups(request);
  const needs = rule.require.map(({ group, min }) => {
    const isDone = !missing.some((one) => one.group === group);
    return `${min} of ${groupWords(group)}${isDone ? ' (done)' : ''}`;
  });
  const approvers = decisions
    .filter(({ verdict }) => verdict === 'approve')
    .map(({ personId }) => personWords(personId));
  const said =
    approvers.length > 0 ? ` Approved ${missing.length > 0 ? 'so far ' : ''}by ${approvers.join(', ')}.` : '';
  const rules = needs.length > 0 ? `Needs ${needs.join(' and ')}.` : 'The policy approves it by itself.';
  return `${rules}${said} _${escapeText(clamp(rule.because, 300))}_`;
}
