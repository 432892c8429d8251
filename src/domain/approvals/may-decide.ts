import { type RequestState, requestStateAt } from '../grants/request-states.ts';
import type { RoundDecision } from './decide.ts';
import { type Electorate, eligibilityOf, type Ineligible } from './eligibility.ts';

export interface MayDecideInput extends Electorate {
  /** The round whose button was clicked, as the store has it now. */
  round: { state: RequestState; expiresAtMs: number; decisions: readonly RoundDecision[] };
  nowMs: number;
}

export type Refused =
  | Ineligible
  | 'already-decided'
  | 'approved'
  | 'denied'
  | 'withdrawn'
  | 'expired'
  | 'superseded'
  | 'nobody-is-asked';

export type MayDecide =
  | { kind: 'yes'; groups: string[] }
  /** The text is for this person alone: plain, without markup. */
  | { kind: 'no'; because: Refused; text: string };

/** Whether a person may approve or deny a round now, and for which groups; else what to tell them privately. */
export function mayDecide(personId: string, input: MayDecideInput): MayDecide {
  const state = requestStateAt(input.round, input.nowMs);
  if (state !== 'pending') return no(state);
  if (input.require.length === 0) return no('nobody-is-asked');
  if (input.requesters.includes(personId)) return no('requester');
  if (input.round.decisions.some((decision) => decision.personId === personId)) return no('already-decided');
  const eligibility = eligibilityOf(personId, input);
  if (eligibility.kind === 'eligible') return { kind: 'yes', groups: eligibility.groups };
  return no(eligibility.because, groupsOf(input));
}

function no(because: Refused, groups = ''): MayDecide {
  return { kind: 'no', because, text: sentences[because].replace('{groups}', groups) };
}

function groupsOf({ require }: Electorate): string {
  return [...new Set(require.map(({ group }) => group))].join(', ');
}

const sentences: Record<Refused, string> = {
  requester: 'You asked for this, now or in an earlier version, so others have to decide about it.',
  'already-decided': 'Your decision about this request is already recorded; it counts once.',
  'not-in-group': 'Only people of {groups} decide about this request, and you are in none of these groups.',
  'not-in-group-when-opened':
    'You joined the group after this request was opened. Who decides is fixed at that moment, so others have to do it.',
  unreadable:
    'Your user groups or your account cannot be read from Slack now, so nothing was recorded. Try again in a minute.',
  deactivated: 'A deactivated account cannot decide about requests.',
  guest: 'Guests cannot decide about requests.',
  external: 'People of other workspaces cannot decide about requests.',
  approved: 'This request is already approved; nothing is left to decide.',
  denied: 'This request was already denied. The requester can ask again.',
  withdrawn: 'This request was withdrawn; nothing is left to decide.',
  expired: 'This request has expired before enough people approved it. The requester can ask again.',
  superseded: 'What was asked for has changed, so this card no longer counts. Decide on the newest card instead.',
  'nobody-is-asked': 'The rule for this request names nobody who decides.',
};
