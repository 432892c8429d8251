import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type DecideInput, decide, type RoundDecision } from '../../../../src/domain/approvals/decide.ts';
import type { Memberships } from '../../../../src/domain/approvals/membership.ts';
import { ruleOf, standingsOf } from './rules.ts';

const dbaAndSec = ruleOf({
  require: [
    { group: 'S0DBA', min: 1 },
    { group: 'S0SEC', min: 1 },
  ],
});
const groups: Memberships = { S0DBA: ['U1', 'U2', 'U9'], S0SEC: ['U3', 'U9'] };

function round(decisions: RoundDecision[], changes: Partial<DecideInput> = {}): DecideInput {
  const standings = standingsOf('U1', 'U2', 'U3', 'U4', 'U9');
  const people = { requesters: ['U8'], whenOpened: groups, now: groups, standings };
  return { rule: dbaAndSec, openedAtMs: 100, decisions, ...people, ...changes };
}

function approve(personId: string, atMs = 200): RoundDecision {
  return { personId, verdict: 'approve', atMs };
}

function deny(personId: string, atMs = 200): RoundDecision {
  return { personId, verdict: 'deny', atMs };
}

describe('approved', () => {
  it('when every group has its people, at the instant of the last one that was needed', () => {
    expect(decide(round([approve('U3', 300), approve('U1', 250), approve('U2', 400)]))).toEqual({
      kind: 'approved',
      approvedAtMs: 300,
      counted: expect.arrayContaining([
        { personId: 'U1', group: 'S0DBA' },
        { personId: 'U3', group: 'S0SEC' },
      ]),
      reason: '1 of S0DBA and 1 of S0SEC approved it.',
    });
  });

  it('when a person of both groups is needed for one and somebody else can stand for the other', () => {
    expect(decide(round([approve('U9', 200), approve('U1', 201)])).kind).toBe('approved');
    expect(decide(round([approve('U9', 200), approve('U3', 201)])).kind).toBe('approved');
  });

  it('by itself where the rule says so, from the opening of the round on', () => {
    const rule = ruleOf({ autoApprove: true });

    expect(decide(round([], { rule }))).toMatchObject({ kind: 'approved', approvedAtMs: 100, counted: [] });
  });

  it('by a person whom the rule names by id', () => {
    const rule = ruleOf({ require: [{ group: 'U4', min: 1 }] });

    expect(decide(round([approve('U4')], { rule })).kind).toBe('approved');
  });

  it('by several people of one group', () => {
    const rule = ruleOf({ require: [{ group: 'S0DBA', min: 2 }] });

    expect(decide(round([approve('U1')], { rule })).kind).toBe('missing');
    expect(decide(round([approve('U1'), approve('U2', 201)], { rule }))).toMatchObject({ approvedAtMs: 201 });
  });
});

describe('denied', () => {
  it('by one valid deny, whatever was approved', () => {
    expect(decide(round([approve('U1'), approve('U3'), deny('U2', 201)]))).toEqual({
      kind: 'denied',
      by: 'U2',
      deniedAtMs: 201,
      reason: 'U2 of S0DBA denied it.',
    });
  });

  it('also where the rule would approve by itself but names people', () => {
    expect(decide(round([deny('U1')], { rule: { require: dbaAndSec.require, autoApprove: true } })).kind).toBe(
      'denied',
    );
  });

  test.each(['U8', 'U4', 'U7'])('not by %s, who has no say', (personId) => {
    expect(decide(round([deny(personId)])).kind).toBe('missing');
  });
});

describe('still missing', () => {
  it('says of each group how many there are and how many are needed', () => {
    expect(decide(round([approve('U1')]))).toEqual({
      kind: 'missing',
      progress: [
        { group: 'S0DBA', have: 1, need: 1 },
        { group: 'S0SEC', have: 0, need: 1 },
      ],
      missing: [{ group: 'S0SEC', have: 0, need: 1 }],
      reason: 'Still missing: 1 of S0SEC.',
    });
  });

  test.each<[string, Partial<DecideInput>]>([
    ['requested any version of the grant', { requesters: ['U8', 'U1'] }],
    ['is deactivated', { standings: { U1: 'deactivated', U3: 'counts' } }],
    ['is a guest', { standings: { U1: 'guest', U3: 'counts' } }],
    ['is external', { standings: { U1: 'external', U3: 'counts' } }],
    ['is somebody the workspace could not be asked about', { standings: standingsOf('U3') }],
    ['has left the group', { now: { ...groups, S0DBA: ['U2'] } }],
    ['joined after the round opened', { whenOpened: { ...groups, S0DBA: ['U2'] } }],
    ['is in a group that cannot be read now', { now: { ...groups, S0DBA: 'unknown' } }],
    ['was in a group that could not be read at the opening', { whenOpened: { ...groups, S0DBA: 'unknown' } }],
    ['is in a group that nobody has read', { now: { S0SEC: ['U3'] } }],
  ])('does not count somebody who %s', (_, changes) => {
    expect(decide(round([approve('U1'), approve('U3')], changes))).toMatchObject({
      kind: 'missing',
      missing: [{ group: 'S0DBA', have: 0, need: 1 }],
    });
  });

  it('counts a person of both groups once', () => {
    expect(decide(round([approve('U9')]))).toMatchObject({ missing: [{ have: 0, need: 1 }] });
  });

  it('counts a person who clicked twice once', () => {
    const rule = ruleOf({ require: [{ group: 'S0DBA', min: 2 }] });

    expect(decide(round([approve('U1', 200), approve('U1', 201)], { rule }))).toMatchObject({
      missing: [{ group: 'S0DBA', have: 1, need: 2 }],
    });
  });

  it('lets a person of both groups fulfil a small requirement before a part of a large one', () => {
    const rule = ruleOf({
      require: [
        { group: 'S0DBA', min: 2 },
        { group: 'S0SEC', min: 1 },
      ],
    });

    expect(decide(round([approve('U9')], { rule }))).toMatchObject({ missing: [{ group: 'S0DBA', have: 0, need: 2 }] });
  });

  it('never ends where the rule names nobody', () => {
    expect(decide(round([approve('U1')], { rule: { require: [], autoApprove: false } }))).toMatchObject({
      kind: 'missing',
      reason: 'The rule names nobody who could approve it.',
    });
  });

  it('takes a requirement of nobody as one of one person', () => {
    expect(decide(round([], { rule: ruleOf({ require: [{ group: 'S0DBA', min: 0 }] }) })).kind).toBe('missing');
  });
});

describe('for any groups and clicks', () => {
  const person = fc.constantFrom('U1', 'U2', 'U3', 'U4', 'U5');
  const group = fc.constantFrom('S1', 'S2', 'S3');
  const membership = fc.dictionary(group, fc.uniqueArray(person), { noNullPrototype: true });
  const require = fc.array(fc.record({ group, min: fc.integer({ min: 1, max: 2 }) }), { minLength: 1, maxLength: 3 });
  const people = fc.uniqueArray(person);
  const standings = standingsOf('U1', 'U2', 'U3', 'U4', 'U5');

  test('it is approved exactly when different people can fill every place', () => {
    fc.assert(
      fc.property(require, membership, people, (wanted, now, approvers) => {
        const rule = ruleOf({ require: wanted });
        const decisions = approvers.map((id) => approve(id));
        const outcome = decide(round(decisions, { rule, whenOpened: now, now, standings }));
        const places = wanted.flatMap(({ group: name, min }) => Array.from({ length: min }, () => name));

        expect(outcome.kind === 'approved').toBe(canFill(places, approvers, now));
      }),
      { numRuns: 500 },
    );
  });

  test('the order in which people approve changes nothing but the instant', () => {
    fc.assert(
      fc.property(require, membership, people, (wanted, now, approvers) => {
        const outcomeOf = (order: string[]) => {
          const decisions = order.map((id, index) => approve(id, index));
          const outcome = decide(
            round(decisions, { rule: ruleOf({ require: wanted }), whenOpened: now, now, standings }),
          );
          return outcome.kind === 'missing' ? outcome.progress : outcome.kind;
        };

        expect(outcomeOf(approvers.toReversed())).toEqual(outcomeOf(approvers));
      }),
    );
  });

  test('clicks of people without a say never change the outcome', () => {
    const click = fc.record({ personId: person, verdict: fc.constantFrom('approve', 'deny'), atMs: fc.nat(9) });
    fc.assert(
      fc.property(require, membership, fc.array(click), people, (wanted, now, clicks, requesters) => {
        const changes = { rule: ruleOf({ require: wanted }), whenOpened: now, now, standings, requesters };
        const named = new Set(wanted.flatMap(({ group: name }) => now[name] ?? []));
        const withSay = clicks.filter(({ personId }) => named.has(personId) && !requesters.includes(personId));

        expect(decide(round(clicks, changes))).toEqual(decide(round(withSay, changes)));
      }),
    );
  });
});

function canFill(places: string[], people: string[], groupsNow: Memberships): boolean {
  const [first, ...rest] = places;
  if (first === undefined) return true;
  return people.some((id) => {
    const members = groupsNow[first];
    return (
      Array.isArray(members) &&
      members.includes(id) &&
      canFill(
        rest,
        people.filter((other) => other !== id),
        groupsNow,
      )
    );
  });
}
