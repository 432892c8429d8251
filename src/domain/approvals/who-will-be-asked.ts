import type { ApprovalRule } from './approval-rule.ts';
import { assignApprovers } from './assign-approvers.ts';
import { type Memberships, membersOf, type Standings, standingOf } from './membership.ts';

export interface AskInput {
  rule: Pick<ApprovalRule, 'require' | 'autoApprove'>;
  memberships: Memberships;
  requesters: readonly string[];
  /** Who is missing here is taken as able to decide; the click itself fails closed. */
  standings: Standings;
}

/** One group that is asked, with those of its people who can decide; `unknown` when it could not be read. */
export interface AskedGroup {
  group: string;
  need: number;
  people: string[] | 'unknown';
}

/** Who will be asked, by group, in the rule's order: without requesters and without people who never count. */
export function whoWillBeAsked({ rule, memberships, requesters, standings }: AskInput): AskedGroup[] {
  return rule.require.map(({ group, min }) => {
    const members = membersOf(memberships, group);
    if (members === 'unknown') return { group, need: min, people: members };
    const people = members.filter((id) => !requesters.includes(id) && mayCount(standings, id));
    return { group, need: min, people: [...new Set(people)] };
  });
}

export interface NobodyCanApprove {
  because: 'nobody-named' | 'unreadable' | 'empty-group' | 'only-requesters' | 'too-few-people';
  /** What is so, in one sentence. */
  reason: string;
  /** What to do about it, in one sentence. */
  wayOut: string;
}

/**
 * Why the request could never be approved even if everybody who is asked did, with the way out; undefined when it
 * could. For refusing at once.
 */
export function nobodyCanApprove(input: AskInput): NobodyCanApprove | undefined {
  const { rule } = input;
  if (rule.require.length === 0) return rule.autoApprove ? undefined : nobodyNamed;
  const asked = whoWillBeAsked(input);
  const unread = asked.filter(({ people }) => people === 'unknown').map(({ group }) => group);
  if (unread.length > 0) return unreadable(unread);
  if (isEnough(input, asked)) return undefined;
  const withRequesters = whoWillBeAsked({ ...input, requesters: [] });
  if (isEnough(input, withRequesters)) return onlyRequesters;
  const empty = withRequesters.filter(({ people }) => people.length === 0).map(({ group }) => group);
  return empty.length > 0 ? emptyGroups(empty) : tooFew(asked);
}

function isEnough({ rule }: AskInput, asked: readonly AskedGroup[]): boolean {
  const groupsOfPerson = new Map<string, string[]>();
  for (const { group, people } of asked) {
    for (const id of people === 'unknown' ? [] : people) {
      groupsOfPerson.set(id, [...(groupsOfPerson.get(id) ?? []), group]);
    }
  }
  const approvers = [...groupsOfPerson].map(([personId, groups]) => ({ personId, groups }));
  return assignApprovers(rule.require, approvers).isComplete;
}

function mayCount(standings: Standings, personId: string): boolean {
  const standing = standingOf(standings, personId);
  return standing === 'counts' || standing === 'unknown';
}

const nobodyNamed: NobodyCanApprove = {
  because: 'nobody-named',
  reason: 'The rule names nobody who could approve this.',
  wayOut: 'Ask a platform operator to name a group in the approval policy.',
};

const onlyRequesters: NobodyCanApprove = {
  because: 'only-requesters',
  reason: 'Without those who asked for this there are not enough people to approve it.',
  wayOut: 'Let somebody outside these groups ask for it, or ask a platform operator to add people to them.',
};

function unreadable(groups: readonly string[]): NobodyCanApprove {
  const reason = `The people of ${groups.join(', ')} cannot be read from Slack now.`;
  return { because: 'unreadable', reason, wayOut: 'Try again in a minute.' };
}

function emptyGroups(groups: readonly string[]): NobodyCanApprove {
  const reason = `Nobody in ${groups.join(', ')} can approve.`;
  return { because: 'empty-group', reason, wayOut: 'Ask a platform operator to add people to the group.' };
}

function tooFew(asked: readonly AskedGroup[]): NobodyCanApprove {
  const needed = asked.map(({ group, need }) => `${need} of ${group}`).join(' and ');
  return {
    because: 'too-few-people',
    reason: `It needs ${needed}, everybody counted once, and there are not enough people for that.`,
    wayOut: 'Ask a platform operator to add people to the groups.',
  };
}
