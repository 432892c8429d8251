import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { durationProblem } from '../../../../src/domain/grants/check-duration.ts';
import { nextExpiryNotice } from '../../../../src/domain/grants/expiry-notices.ts';
import { durationInWords, type GrantDuration, spanInWords } from '../../../../src/domain/grants/grant-duration.ts';
import { grantEnd, isOver } from '../../../../src/domain/grants/grant-end.ts';
import { nextReminder, type ReminderInput } from '../../../../src/domain/grants/reminders.ts';
import { nextReviewAt } from '../../../../src/domain/grants/standing-review.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

function limited(durationMs: number): GrantDuration {
  return { kind: 'limited', durationMs };
}

describe('the end of a grant', () => {
  const clock = { approvedAtMs: 1000, firstApprovedAtMs: 1000, maxGrantMs: 90 * dayMs };

  it('is counted from the last needed approval', () => {
    expect(grantEnd({ ...clock, duration: limited(7 * dayMs) })).toBe(1000 + 7 * dayMs);
  });

  it('is never past the cap from the first approval', () => {
    const later = { ...clock, approvedAtMs: 1000 + 88 * dayMs, duration: limited(7 * dayMs) };

    expect(grantEnd(later)).toBe(1000 + 90 * dayMs);
  });

  it('does not exist for a standing grant, which is never over', () => {
    expect(grantEnd({ ...clock, duration: { kind: 'standing' } })).toBeUndefined();
    expect(isOver(undefined, Number.MAX_SAFE_INTEGER)).toBe(false);
  });

  it('is over at the end itself', () => {
    expect(isOver(1000, 999)).toBe(false);
    expect(isOver(1000, 1000)).toBe(true);
  });
});

test.each<[string, GrantDuration, boolean, RegExp | undefined]>([
  ['the shortest', limited(minuteMs), false, undefined],
  ['the longest', limited(dayMs), false, undefined],
  ['too short', limited(minuteMs - 1), false, /at least 1 minute/],
  ['too long', limited(dayMs + 1), false, /at most 1 day/],
  ['no number', limited(Number.NaN), false, /at least/],
  ['standing where the rule allows it', { kind: 'standing' }, true, undefined],
  ['standing elsewhere', { kind: 'standing' }, false, /no grant without an end; ask for at most 1 day/],
])('may be asked for, or not: %s', (_, duration, isStandingAllowed, problem) => {
  const rule = isStandingAllowed ? { standing: { reviewEveryMs: dayMs } } : {};
  const text = durationProblem(duration, { policy: { minGrantMs: minuteMs, maxGrantMs: dayMs }, rule });

  if (problem) expect(text).toMatch(problem);
  else expect(text).toBeUndefined();
});

test.each([
  [7 * dayMs, '7 days'],
  [36 * hourMs, '36 hours'],
  [dayMs, '1 day'],
  [90 * minuteMs, '90 minutes'],
  [1500, '1500 milliseconds'],
])('%i ms is %s', (spanMs, words) => {
  expect(spanInWords(spanMs)).toBe(words);
  expect(durationInWords(limited(spanMs))).toBe(words);
});

describe('reminders', () => {
  const input: ReminderInput = {
    openedAtMs: 0,
    expiresAtMs: dayMs,
    remindEveryMs: [15 * minuteMs, hourMs, 4 * hourMs],
    escalateTo: 'S0ONCALL',
    lastToldAtMs: undefined,
    nowMs: 0,
  };

  it('come after each wait in turn, then the escalation, then nothing', () => {
    const told: unknown[] = [];
    let lastToldAtMs: number | undefined;
    for (let next = nextReminder(input); next; next = nextReminder({ ...input, lastToldAtMs, nowMs: next.atMs })) {
      told.push([next.kind, next.atMs / minuteMs]);
      lastToldAtMs = next.atMs;
    }

    expect(told).toEqual([
      ['remind', 15],
      ['remind', 75],
      ['remind', 315],
      ['escalate', 555],
    ]);
  });

  it('name whom the escalation tells, and end with the last reminder where the rule names nobody', () => {
    const late = { ...input, lastToldAtMs: 315 * minuteMs };

    expect(nextReminder(late)).toEqual({ kind: 'escalate', atMs: 555 * minuteMs, to: 'S0ONCALL' });
    expect(nextReminder({ ...late, escalateTo: undefined })).toBeUndefined();
  });

  it('that were missed come as one', () => {
    expect(nextReminder({ ...input, nowMs: 75 * minuteMs })).toMatchObject({ atMs: 75 * minuteMs });
    expect(nextReminder({ ...input, nowMs: 80 * minuteMs })).toEqual({ kind: 'remind', atMs: 75 * minuteMs });
    expect(nextReminder({ ...input, nowMs: 600 * minuteMs })).toMatchObject({ kind: 'escalate' });
  });

  it('never come at or after the end of the request', () => {
    expect(nextReminder({ ...input, expiresAtMs: 15 * minuteMs })).toBeUndefined();
    expect(nextReminder({ ...input, expiresAtMs: 75 * minuteMs, lastToldAtMs: 20 * minuteMs })).toBeUndefined();
  });

  it('do not exist without waits', () => {
    expect(nextReminder({ ...input, remindEveryMs: [] })).toBeUndefined();
  });
});

describe('notices before the end', () => {
  const input = { endFixedAtMs: 0, endMs: 30 * dayMs, lastToldAtMs: undefined, nowMs: 0 };

  it('come 7 days, 24 hours and 1 hour before', () => {
    const beforeMs: number[] = [];
    let lastToldAtMs: number | undefined;
    for (let next = nextExpiryNotice(input); next; ) {
      beforeMs.push(next.beforeMs);
      lastToldAtMs = next.atMs;
      next = nextExpiryNotice({ ...input, lastToldAtMs, nowMs: next.atMs });
    }

    expect(beforeMs).toEqual([7 * dayMs, dayMs, hourMs]);
  });

  it('leave out what lies before the end was fixed', () => {
    expect(nextExpiryNotice({ ...input, endMs: 7 * dayMs })?.beforeMs).toBe(dayMs);
    expect(nextExpiryNotice({ ...input, endMs: 2 * hourMs })?.beforeMs).toBe(hourMs);
    expect(nextExpiryNotice({ ...input, endMs: hourMs })).toBeUndefined();
  });

  it('begin anew when the end has moved', () => {
    const extended = { endFixedAtMs: 29 * dayMs, endMs: 60 * dayMs, lastToldAtMs: 29 * dayMs, nowMs: 29 * dayMs };

    expect(nextExpiryNotice(extended)?.beforeMs).toBe(7 * dayMs);
  });

  it('that were missed come as one, and none comes after the end or for a standing grant', () => {
    expect(nextExpiryNotice({ ...input, nowMs: 29 * dayMs })?.beforeMs).toBe(dayMs);
    expect(nextExpiryNotice({ ...input, nowMs: 29.5 * dayMs })?.beforeMs).toBe(dayMs);
    expect(nextExpiryNotice({ ...input, nowMs: 30 * dayMs })).toBeUndefined();
    expect(nextExpiryNotice({ ...input, endMs: undefined })).toBeUndefined();
  });

  test('are never given twice and always lie between now or later and the end', () => {
    fc.assert(
      fc.property(fc.nat(90), fc.nat(90), fc.nat(90), (length, told, now) => {
        const grant = { endFixedAtMs: 0, endMs: length * dayMs, lastToldAtMs: told * dayMs, nowMs: now * dayMs };
        const next = nextExpiryNotice(grant);

        expect(next === undefined || (next.atMs > told * dayMs && next.atMs < grant.endMs)).toBe(true);
      }),
    );
  });
});

test('a standing grant is reviewed counted from its approval, then from the last review', () => {
  const grant = { approvedAtMs: 1000, reviewedAtMs: undefined, reviewEveryMs: 90 * dayMs };

  expect(nextReviewAt(grant)).toBe(1000 + 90 * dayMs);
  expect(nextReviewAt({ ...grant, reviewedAtMs: 5 * dayMs })).toBe(95 * dayMs);
});
