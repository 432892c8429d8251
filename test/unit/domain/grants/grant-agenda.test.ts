import { expect, test } from 'vitest';
import { type AgendaInput, grantAgenda } from '../../../../src/domain/grants/grant-agenda.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

const inForce = {
  ...{ requestId: 'req-1', planHash: 'sha256:1', cidrs: [], instances: [], namespaces: [], approvers: [] },
  ...{ approvedAtMs: 0, appliedAtMs: 1 },
};

function agenda(changes: Partial<AgendaInput['grant']>, o: { nowMs: number; scale?: number; reviewEveryMs?: number }) {
  const grant = {
    state: 'active' as const,
    endMs: 30 * dayMs,
    inForce,
    lastNoticeAtMs: undefined,
    lastReviewAtMs: undefined,
  };
  return grantAgenda({
    grant: { ...grant, ...changes },
    reviewEveryMs: o.reviewEveryMs,
    nowMs: o.nowMs,
    scale: o.scale ?? 1,
  });
}

test('a grant rests until its first notice, is told at each one once, and ends at its end', () => {
  expect(agenda({}, { nowMs: dayMs })).toEqual({ kind: 'rest', untilMs: 23 * dayMs });
  expect(agenda({}, { nowMs: 23 * dayMs })).toEqual({ kind: 'tell', about: 'end' });
  expect(agenda({ lastNoticeAtMs: 23 * dayMs }, { nowMs: 23 * dayMs })).toEqual({ kind: 'rest', untilMs: 29 * dayMs });
  expect(agenda({ lastNoticeAtMs: 30 * dayMs - hourMs }, { nowMs: 30 * dayMs - 1 })).toEqual({
    kind: 'rest',
    untilMs: 30 * dayMs,
  });
  expect(agenda({}, { nowMs: 30 * dayMs })).toEqual({ kind: 'end' });
});

test('on a faster clock the notices stand as much nearer to the end', () => {
  const endMs = 30 * hourMs;

  expect(agenda({ endMs }, { nowMs: 0, scale: 24 })).toEqual({ kind: 'rest', untilMs: 23 * hourMs });
});

test('a grant that is being applied is not announced, but ends at its end', () => {
  expect(agenda({ state: 'applying' }, { nowMs: 24 * dayMs })).toEqual({ kind: 'rest', untilMs: 30 * dayMs });
  expect(agenda({ state: 'applying' }, { nowMs: 31 * dayMs })).toEqual({ kind: 'end' });
});

test('a standing grant is to be reviewed, is told again while it is not, and never ends by itself', () => {
  const standing = { endMs: undefined };
  const o = { reviewEveryMs: 90 * dayMs };

  expect(agenda(standing, { nowMs: dayMs, ...o })).toEqual({ kind: 'rest', untilMs: 90 * dayMs });
  expect(agenda(standing, { nowMs: 90 * dayMs, ...o })).toEqual({ kind: 'tell', about: 'review' });
  const told = { ...standing, lastNoticeAtMs: 90 * dayMs };
  expect(agenda(told, { nowMs: 90 * dayMs, ...o })).toEqual({ kind: 'rest', untilMs: 99 * dayMs });
  expect(agenda(told, { nowMs: 99 * dayMs, ...o })).toEqual({ kind: 'tell', about: 'review' });
  const signed = { ...told, lastReviewAtMs: 91 * dayMs };
  expect(agenda(signed, { nowMs: 99 * dayMs, ...o })).toEqual({ kind: 'rest', untilMs: 181 * dayMs });
  expect(agenda(standing, { nowMs: 999 * dayMs })).toEqual({ kind: 'rest', untilMs: undefined });
});
