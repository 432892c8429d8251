import { expect, it, test } from 'vitest';
import type { AccessRequest, RequestRule } from '../../../../src/domain/grants/access-request.ts';
import { confirmationValidMs, isConfirmed } from '../../../../src/domain/grants/confirmation.ts';
import { type ReadPeople, roundHolds } from '../../../../src/domain/grants/round-holds.ts';
import { accessRequestDocument } from '../../../support/access-documents.ts';
import { ruleOf } from '../approvals/rules.ts';

const rule: RequestRule = {
  ...ruleOf({
    require: [
      { group: 'S0DBA', min: 1 },
      { group: 'S0SEC', min: 1 },
    ],
    breakGlass: { by: ['S0ONCALL'], maxGrantMs: 3_600_000 },
  }),
  ...{ because: 'rule 1', policyVersion: 'v1' },
};
const memberships = { S0DBA: ['U1', 'U2'], S0SEC: ['U3'], S0ONCALL: ['U9'] };
const everybody = { U1: 'counts', U2: 'counts', U3: 'counts', U9: 'counts' } as const;
const as = (personId: string) => ({ personId, verdict: 'approve' as const, atMs: 2 });

const request = (changes: Partial<AccessRequest> = {}) =>
  accessRequestDocument({
    ...{ state: 'approved', round: 1, rule, opened: { atMs: 1, memberships } },
    decisions: [as('U1'), as('U3')],
    ...changes,
  });
const holds = (changes: Partial<ReadPeople>, of: Partial<AccessRequest> = {}) =>
  roundHolds(request(of), rule, { memberships, standings: everybody, ...changes });

test.each<[string, Partial<ReadPeople>, object]>([
  ['everybody still counts', {}, { kind: 'yes' }],
  ['one left the group', { memberships: { ...memberships, S0DBA: ['U2'] } }, no('U1', 'not-in-group')],
  ['one was deactivated', { standings: { ...everybody, U3: 'deactivated' } }, no('U3', 'deactivated')],
  ['one is a guest now', { standings: { ...everybody, U3: 'guest' } }, no('U3', 'guest')],
  ['a group cannot be read', { memberships: { ...memberships, S0DBA: 'unknown' } }, { kind: 'unreadable' }],
  ['a group is not among what was read', { memberships: { S0SEC: ['U3'] } }, { kind: 'unreadable' }],
  ['a person cannot be read', { standings: { ...everybody, U1: 'unknown' } }, { kind: 'unreadable' }],
  [
    'one group cannot be read and somebody left the other',
    { memberships: { S0DBA: 'unknown', S0SEC: [] } },
    {
      kind: 'no',
      lapsed: [
        { personId: 'U1', because: 'unreadable' },
        { personId: 'U3', because: 'not-in-group' },
      ],
    },
  ],
])('when %s', (_, changes, expected) => {
  expect(holds(changes)).toMatchObject(expected);
});

it('holds when somebody else who approved takes the place of who left', () => {
  const decisions = [as('U1'), as('U2'), as('U3')];

  const found = holds({ memberships: { ...memberships, S0DBA: ['U2'] } }, { decisions });

  expect(found).toEqual({
    kind: 'yes',
    counted: expect.arrayContaining([
      { personId: 'U2', group: 'S0DBA' },
      { personId: 'U3', group: 'S0SEC' },
    ]),
  });
});

test.each<[string, Partial<ReadPeople>, object]>([
  ['in the group', {}, { kind: 'yes', counted: [] }],
  ['not in the group', { memberships: { S0ONCALL: [] } }, no('U9', 'not-in-group')],
  ['deactivated', { standings: { U9: 'deactivated' } }, no('U9', 'deactivated')],
  ['in a group that cannot be read', { memberships: { S0ONCALL: 'unknown' } }, { kind: 'unreadable' }],
  ['somebody who cannot be read', { standings: { U9: 'unknown' } }, { kind: 'unreadable' }],
])('a break-glass rests on its requester being %s', (_, changes, expected) => {
  const requestedBy = { kind: 'slack-user' as const, userId: 'U9', teamId: 'T0ACME' };
  const duration = { kind: 'limited' as const, durationMs: 60_000 };

  expect(holds(changes, { kind: 'break-glass', requestedBy, duration, decisions: [] })).toEqual(expected);
});

test.each<[string, Partial<AccessRequest>, boolean]>([
  ['nothing was asked', {}, false],
  ['nothing was answered', given({ given: undefined }), false],
  ['it was answered a moment ago', given({}), true],
  ['the bot is a little ahead', given({}, 100_500), true],
  ['it was answered too long ago', given({}, 100_000 - confirmationValidMs - 1), false],
  ['it was answered about another round', given({ round: 2 }), false],
  ['nobody had to approve', { decisions: [] }, true],
  ['nobody had to approve a break-glass', { decisions: [], kind: 'break-glass' }, false],
])('may be written, or not, when %s', (_, changes, expected) => {
  expect(isConfirmed(request(changes), 100_000)).toBe(expected);
});

function no(personId: string, because: string) {
  return { kind: 'no', lapsed: [{ personId, because }] };
}

function given(
  changes: Partial<NonNullable<AccessRequest['confirmation']>>,
  atMs = 99_000,
): Pick<AccessRequest, 'confirmation'> {
  const people = { memberships, standings: everybody };
  return {
    confirmation: { ...{ round: 1, operationId: 'op-1', askedAtMs: 98_000 }, given: { atMs, ...people }, ...changes },
  };
}
