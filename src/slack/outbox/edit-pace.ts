import type { Limits } from '../../limits/limits.ts';
import type { Next } from '../../queue/queue.ts';
import { later } from './outbox-deps.ts';

/**
 * chat.update allows some 50 calls a minute in the whole workspace. All edits share 45; those that are not the last
 * word share 35 of them, so that an outcome always finds room. For the wiring: calls in a window of `perMs` wire time.
 */
export const slackBudgets = {
  edits: { name: 'slack-edits', calls: 45, perMs: 60_000 },
  progress: { name: 'slack-progress-edits', calls: 35, perMs: 60_000 },
} as const;

/** Wire time between two edits of one message. */
const editGapMs = 1_000;
/** What waits may become the last word meanwhile, which has room of its own. */
const longestWaitMs = 10_000;

/** Undefined when an edit may go out now; else when to come back. */
export async function paceEdit(
  limits: Limits,
  edit: { editedAtMs: number; nowMs: number; isLastWord: boolean },
): Promise<Next | undefined> {
  const sinceMs = edit.nowMs - edit.editedAtMs;
  if (sinceMs < editGapMs) return later(editGapMs - Math.max(0, sinceMs));
  const budgets = edit.isLastWord ? [slackBudgets.edits] : [slackBudgets.progress, slackBudgets.edits];
  for (const { name } of budgets) {
    const taken = await limits.take(name);
    if (!taken.ok) return later(edit.isLastWord ? taken.retryAfterMs : Math.min(taken.retryAfterMs, longestWaitMs));
  }
  return undefined;
}
