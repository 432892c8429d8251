import { expect, it, test } from 'vitest';
import { type MayDecideInput, mayDecide } from '../../../../src/domain/approvals/may-decide.ts';
import { standingsOf } from './rules.ts';

const groups = { S0DBA: ['U1', 'U8', 'U9'], S0SEC: ['U2', 'U9'] };

function input(changes: Partial<MayDecideInput> = {}): MayDecideInput {
  return {
    require: [
      { group: 'S0DBA', min: 1 },
      { group: 'S0SEC', min: 1 },
    ],
    requesters: ['U8'],
    whenOpened: groups,
    now: groups,
    standings: standingsOf('U1', 'U2', 'U7', 'U8', 'U9'),
    round: { state: 'pending', expiresAtMs: 1000, decisions: [] },
    nowMs: 999,
    ...changes,
  };
}

it('lets a person of the rule decide, for the groups that held them at the opening and hold them now', () => {
  expect(mayDecide('U1', input())).toEqual({ kind: 'yes', groups: ['S0DBA'] });
  expect(mayDecide('U9', input())).toEqual({ kind: 'yes', groups: ['S0DBA', 'S0SEC'] });
  expect(mayDecide('U9', input({ now: { ...groups, S0SEC: 'unknown' } }))).toEqual({ kind: 'yes', groups: ['S0DBA'] });
});

test.each<[string, string, Partial<MayDecideInput>, RegExp]>([
  ['requester', 'U8', {}, /You asked for this, now/],
  ['not-in-group', 'U7', {}, /Only people of S0DBA, S0SEC decide/],
  ['not-in-group', 'U1', { now: { ...groups, S0DBA: [] } }, /in none of these groups/],
  ['not-in-group-when-opened', 'U1', { whenOpened: { ...groups, S0DBA: [] } }, /joined the group after/],
  ['unreadable', 'U1', { now: { ...groups, S0DBA: 'unknown' } }, /cannot be read from Slack now/],
  ['unreadable', 'U1', { whenOpened: {} }, /cannot be read from Slack now/],
  ['unreadable', 'U1', { standings: {} }, /cannot be read from Slack now/],
  ['deactivated', 'U1', { standings: { U1: 'deactivated' } }, /deactivated account/],
  ['guest', 'U1', { standings: { U1: 'guest' } }, /Guests/],
  ['external', 'U1', { standings: { U1: 'external' } }, /other workspaces/],
  ['nobody-is-asked', 'U1', { require: [] }, /names nobody/],
  ['expired', 'U1', { nowMs: 1000 }, /has expired/],
])('tells privately why not: %s', (because, personId, changes, text) => {
  expect(mayDecide(personId, input(changes))).toEqual({ kind: 'no', because, text: expect.stringMatching(text) });
});

test.each<['approved' | 'denied' | 'withdrawn' | 'expired' | 'superseded', RegExp]>([
  ['approved', /already approved/],
  ['denied', /already denied/],
  ['withdrawn', /withdrawn/],
  ['expired', /expired/],
  ['superseded', /newest card/],
])('says of a round that is %s what is so, even to the requester', (state, text) => {
  const round = { state, expiresAtMs: 1000, decisions: [] };

  expect(mayDecide('U8', input({ round }))).toEqual({ kind: 'no', because: state, text: expect.stringMatching(text) });
});

it('takes one decision of a person, whatever the second one is', () => {
  const decisions = [{ personId: 'U1', verdict: 'approve' as const, atMs: 500 }];

  const answer = mayDecide('U1', input({ round: { state: 'pending', expiresAtMs: 1000, decisions } }));

  expect(answer).toMatchObject({ kind: 'no', because: 'already-decided' });
});
