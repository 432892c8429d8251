import { expect, test } from 'vitest';
import { auditDayOf } from '../../../src/domain/audit-day.ts';

const dayMs = 86_400_000;

test('a day is the UTC day, and its id the same wherever in it one looks', () => {
  const early = auditDayOf(Date.UTC(2026, 10, 23), dayMs);
  const late = auditDayOf(Date.UTC(2026, 10, 24) - 1, dayMs);

  expect(early).toEqual(late);
  expect(early).toEqual({
    id: 'head-20261123T000000Z',
    startsAtMs: Date.UTC(2026, 10, 23),
    endsAtMs: Date.UTC(2026, 10, 24),
  });
});

test('on a clock that runs 300 times faster a day is 288 s long', () => {
  const { startsAtMs, endsAtMs } = auditDayOf(Date.UTC(2026, 10, 23, 6, 30, 1), dayMs / 300);

  expect(endsAtMs - startsAtMs).toBe(288_000);
});
