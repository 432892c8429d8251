import { expect, it, test } from 'vitest';
import { type AskInput, nobodyCanApprove, whoWillBeAsked } from '../../../../src/domain/approvals/who-will-be-asked.ts';
import { ruleOf } from './rules.ts';

const rule = ruleOf({
  require: [
    { group: 'S0DBA', min: 1 },
    { group: 'S0SEC', min: 1 },
  ],
});

function input(changes: Partial<AskInput> = {}): AskInput {
  return { rule, memberships: { S0DBA: ['U1', 'U2'], S0SEC: ['U3'] }, requesters: ['U8'], standings: {}, ...changes };
}

it('names the people of each group without requesters and without people who never count', () => {
  const standings = { U2: 'guest', U3: 'counts' } as const;

  expect(whoWillBeAsked(input({ requesters: ['U1'], standings }))).toEqual([
    { group: 'S0DBA', need: 1, people: [] },
    { group: 'S0SEC', need: 1, people: ['U3'] },
  ]);
});

it('says of a group that could not be read that it is unknown', () => {
  expect(whoWillBeAsked(input({ memberships: { S0SEC: ['U3'] } }))[0]).toEqual({
    group: 'S0DBA',
    need: 1,
    people: 'unknown',
  });
});

it('has nothing against a request that enough people can approve, or that needs nobody', () => {
  expect(nobodyCanApprove(input())).toBeUndefined();
  expect(nobodyCanApprove(input({ rule: ruleOf({ autoApprove: true }) }))).toBeUndefined();
});

test.each<[string, Partial<AskInput>, RegExp]>([
  ['only-requesters', { requesters: ['U3'] }, /outside these groups/],
  ['only-requesters', { requesters: ['U1', 'U2'] }, /outside these groups/],
  ['empty-group', { memberships: { S0DBA: ['U1'], S0SEC: [] } }, /add people/],
  ['empty-group', { standings: { U3: 'deactivated' } }, /add people/],
  ['too-few-people', { memberships: { S0DBA: ['U1'], S0SEC: ['U1'] } }, /add people/],
  ['unreadable', { memberships: { S0DBA: ['U1'], S0SEC: 'unknown' } }, /again in a minute/],
  ['nobody-named', { rule: { require: [], autoApprove: false } }, /platform operator/],
])('refuses at once with a way out: %s', (because, changes, wayOut) => {
  expect(nobodyCanApprove(input(changes))).toEqual({
    because,
    reason: expect.stringMatching(/\.$/),
    wayOut: expect.stringMatching(wayOut),
  });
});
