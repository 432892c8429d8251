import { decide } from '../approvals/decide.ts';
import { type Electorate, eligibilityOf } from '../approvals/eligibility.ts';
import { type Memberships, type Standings, standingOf } from '../approvals/membership.ts';
import type { AccessRequest, Lapse, RequestRule } from './access-request.ts';
import { mayBreakGlass } from './break-glass.ts';

/** Who is in which group and what each person is, as read at some moment. */
export interface ReadPeople {
  memberships: Memberships;
  standings: Standings;
}

export type RoundHolds =
  /** Who counts for which group. */
  | { kind: 'yes'; counted: { personId: string; group: string }[] }
  /** It may hold: what could not be read decides. */
  | { kind: 'unreadable' }
  | { kind: 'no'; lapsed: Lapse[] };

/** Whether what was decided in a round satisfies a rule by what was read of the people. Fails closed as `unreadable`. */
export function roundHolds(request: AccessRequest, rule: RequestRule, people: ReadPeople): RoundHolds {
  const counted = countedIn(request, rule, people);
  if (counted) return { kind: 'yes', counted };
  const mayHold = countedIn(request, rule, assumeTheBest(request, people)) !== undefined;
  return mayHold ? { kind: 'unreadable' } : { kind: 'no', lapsed: lapsesOf(request, rule, people) };
}

function countedIn(request: AccessRequest, rule: RequestRule, { memberships, standings }: ReadPeople) {
  const { opened, decisions, requesters } = request;
  if (!opened) return undefined;
  if (request.kind === 'break-glass')
    return breakGlassHolds(request, rule, { memberships, standings }) ? [] : undefined;
  const read = { requesters, whenOpened: opened.memberships, now: memberships, standings };
  const outcome = decide({ ...read, rule, openedAtMs: opened.atMs, decisions });
  return outcome.kind === 'approved' ? outcome.counted : undefined;
}

function breakGlassHolds(request: AccessRequest, rule: RequestRule, people: ReadPeople): boolean {
  const { requestedBy, instanceId, duration, reason } = request;
  if (requestedBy.kind !== 'slack-user' || duration.kind !== 'limited') return false;
  const { durationMs } = duration;
  const about = { rule, ...people, instanceId, durationMs, reason, openReviews: [] };
  const allowed = mayBreakGlass(requestedBy.userId, about);
  return allowed.kind === 'yes' && allowed.durationMs >= durationMs;
}

/** What could not be read is as it was when the round opened. */
function assumeTheBest({ opened }: AccessRequest, { memberships, standings }: ReadPeople): ReadPeople {
  const then = opened?.memberships ?? {};
  return {
    memberships: Object.fromEntries(
      Object.entries({ ...then, ...memberships }).map(([group, members]) => [
        group,
        members === 'unknown' ? (then[group] ?? members) : members,
      ]),
    ),
    standings: Object.fromEntries(
      Object.entries(standings).map(([id, standing]) => [id, standing === 'unknown' ? 'counts' : standing]),
    ),
  };
}

function lapsesOf(request: AccessRequest, rule: RequestRule, { memberships, standings }: ReadPeople): Lapse[] {
  const { kind, requestedBy, requesters, opened, decisions } = request;
  if (kind === 'break-glass') {
    const personId = requestedBy.kind === 'slack-user' ? requestedBy.userId : requestedBy.name;
    const standing = standingOf(standings, personId);
    return [{ personId, because: standing === 'counts' || standing === 'unknown' ? 'not-in-group' : standing }];
  }
  const whenOpened = opened?.memberships ?? {};
  const electorate: Electorate = { require: rule.require, requesters, whenOpened, now: memberships, standings };
  return decisions.flatMap(({ personId }) => {
    const eligibility = eligibilityOf(personId, electorate);
    return eligibility.kind === 'ineligible' ? [{ personId, because: eligibility.because }] : [];
  });
}
