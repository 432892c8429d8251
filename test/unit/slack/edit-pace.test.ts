import { expect, it } from 'vitest';
import type { Limits } from '../../../src/limits/limits.ts';
import { paceEdit, slackBudgets } from '../../../src/slack/outbox/edit-pace.ts';

/** Budgets that never fill up again. */
function limits(): Limits {
  const left = new Map<string, number>(Object.values(slackBudgets).map(({ name, calls }) => [name, calls]));
  return {
    async take(budget) {
      const calls = left.get(budget) ?? 0;
      left.set(budget, calls - 1);
      return calls > 0 ? { ok: true } : { ok: false, retryAfterMs: 45_000 };
    },
    block: async () => undefined,
  };
}

it('lets a message be edited once a second', async () => {
  const edit = { nowMs: 10_400, isLastWord: true };

  expect(await paceEdit(limits(), { ...edit, editedAtMs: 10_000 })).toEqual({ kind: 'later', delayMs: 600 });
  expect(await paceEdit(limits(), { ...edit, editedAtMs: 9_400 })).toBeUndefined();
});

it('keeps ten edits a minute for last words', async () => {
  const shared = limits();
  const edit = { nowMs: 10_000, editedAtMs: 0 };

  for (let sent = 0; sent < 35; sent += 1)
    expect(await paceEdit(shared, { ...edit, isLastWord: false })).toBeUndefined();

  expect(await paceEdit(shared, { ...edit, isLastWord: false })).toEqual({ kind: 'later', delayMs: 10_000 });
  for (let sent = 0; sent < 10; sent += 1)
    expect(await paceEdit(shared, { ...edit, isLastWord: true })).toBeUndefined();
  expect(await paceEdit(shared, { ...edit, isLastWord: true })).toEqual({ kind: 'later', delayMs: 45_000 });
});
