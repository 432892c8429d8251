import { expect, it, test } from 'vitest';
import { type BreakGlassInput, mayBreakGlass } from '../../../../src/domain/grants/break-glass.ts';

const hourMs = 3_600_000;

function input(changes: Partial<BreakGlassInput> = {}): BreakGlassInput {
  return {
    rule: { breakGlass: { by: ['S0ONCALL', 'U2'], maxGrantMs: 4 * hourMs } },
    memberships: { S0ONCALL: ['U1'] },
    standings: { U1: 'counts', U2: 'counts', U3: 'counts' },
    instanceId: 'rm-1',
    durationMs: undefined,
    reason: 'the database is down',
    openReviews: [],
    ...changes,
  };
}

it('lets in who is in a group of the rule or named by it, for as long as the rule allows', () => {
  expect(mayBreakGlass('U1', input())).toEqual({ kind: 'yes', durationMs: 4 * hourMs });
  expect(mayBreakGlass('U2', input({ durationMs: hourMs }))).toEqual({ kind: 'yes', durationMs: hourMs });
});

it('cuts a longer wish short', () => {
  expect(mayBreakGlass('U1', input({ durationMs: 9 * hourMs }))).toEqual({ kind: 'yes', durationMs: 4 * hourMs });
});

it('waits for the review of the last time only for the same person and database', () => {
  const ofAnother = [
    { personId: 'U2', instanceId: 'rm-1' },
    { personId: 'U1', instanceId: 'rm-2' },
  ];

  expect(mayBreakGlass('U1', input({ openReviews: ofAnother })).kind).toBe('yes');
});

test.each<[string, string, Partial<BreakGlassInput>, RegExp]>([
  ['where the rule has none', 'U1', { rule: {} }, /no break-glass/],
  ['somebody else', 'U3', {}, /Only S0ONCALL, U2/],
  ['while groups cannot be read', 'U3', { memberships: {} }, /cannot be read/],
  ['while the person cannot be read', 'U1', { standings: {} }, /cannot be read/],
  ['a guest', 'U1', { standings: { U1: 'guest' } }, /Guests/],
  ['without a reason', 'U1', { reason: ' ' }, /needs a reason/],
  ['for no time', 'U1', { durationMs: 0 }, /needs a duration/],
  ['again before the review', 'U1', { openReviews: [{ personId: 'U1', instanceId: 'rm-1' }] }, /waits for review/],
])('refuses %s', (_, personId, changes, text) => {
  expect(mayBreakGlass(personId, input(changes))).toEqual({ kind: 'no', text: expect.stringMatching(text) });
});
