import type { Requirement } from './approval-rule.ts';
import { isIn, type Memberships, type Standings, standingOf } from './membership.ts';

/** Everything that says who may decide about a round. */
export interface Electorate {
  require: readonly Requirement[];
  /** Everybody who requested any version of the grant. */
  requesters: readonly string[];
  whenOpened: Memberships;
  /** As read for this decision. */
  now: Memberships;
  standings: Standings;
}

export type Ineligible =
  | 'requester'
  | 'deactivated'
  | 'guest'
  | 'external'
  | 'not-in-group'
  | 'not-in-group-when-opened'
  | 'unreadable';

export type Eligibility = { kind: 'eligible'; groups: string[] } | { kind: 'ineligible'; because: Ineligible };

/**
 * Whether a person's word counts in a round, and for which groups: never a requester's, and only in groups that held
 * the person both when the round opened and now. What could not be read counts as no.
 */
export function eligibilityOf(personId: string, electorate: Electorate): Eligibility {
  if (electorate.requesters.includes(personId)) return { kind: 'ineligible', because: 'requester' };
  const standing = standingOf(electorate.standings, personId);
  if (standing !== 'counts') return { kind: 'ineligible', because: standing === 'unknown' ? 'unreadable' : standing };
  const groups = [...new Set(electorate.require.map(({ group }) => group))].map((group) => ({
    group,
    opened: isIn(electorate.whenOpened, { personId, group }),
    now: isIn(electorate.now, { personId, group }),
  }));
  const eligible = groups.filter(({ opened, now }) => opened === 'yes' && now === 'yes');
  if (eligible.length > 0) return { kind: 'eligible', groups: eligible.map(({ group }) => group) };
  // Unreadable only where reading could still have made it a yes.
  if (groups.some(({ opened, now }) => opened !== 'no' && now !== 'no')) {
    return { kind: 'ineligible', because: 'unreadable' };
  }
  const isLate = groups.some(({ now }) => now === 'yes');
  return { kind: 'ineligible', because: isLate ? 'not-in-group-when-opened' : 'not-in-group' };
}
