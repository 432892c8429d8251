export interface ReminderInput {
  openedAtMs: number;
  expiresAtMs: number;
  /** Waits between one reminder and the next; the last one is also the wait before the escalation. */
  remindEveryMs: readonly number[];
  /** The rule's group or person to tell at the end; undefined: nobody. */
  escalateTo: string | undefined;
  /** When somebody was last reminded; undefined: never. */
  lastToldAtMs: number | undefined;
  nowMs: number;
}

export type Reminder = { kind: 'remind'; atMs: number } | { kind: 'escalate'; atMs: number; to: string };

/**
 * The next reminder of a pending request: due when its `atMs` is reached. Of several that were missed only the last
 * one comes. Undefined when nothing is left before the request expires.
 */
export function nextReminder(input: ReminderInput): Reminder | undefined {
  const left = scheduleOf(input).filter(({ atMs }) => atMs > (input.lastToldAtMs ?? input.openedAtMs));
  return left.findLast(({ atMs }) => atMs <= input.nowMs) ?? left[0];
}

function scheduleOf({ openedAtMs, expiresAtMs, remindEveryMs, escalateTo }: ReminderInput): Reminder[] {
  const schedule: Reminder[] = [];
  let atMs = openedAtMs;
  for (const waitMs of remindEveryMs) {
    atMs += waitMs;
    schedule.push({ kind: 'remind', atMs });
  }
  const lastWaitMs = remindEveryMs.at(-1);
  if (escalateTo !== undefined && lastWaitMs !== undefined) {
    schedule.push({ kind: 'escalate', atMs: atMs + lastWaitMs, to: escalateTo });
  }
  return schedule.filter((reminder) => reminder.atMs < expiresAtMs);
}
