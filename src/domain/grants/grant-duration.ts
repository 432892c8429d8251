/** How long a grant is to last: counted from the last needed approval, or without an end. */
export type GrantDuration = { kind: 'limited'; durationMs: number } | { kind: 'standing' };

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** `7 days`, `90 minutes`, `without an end`: whole units, the largest that loses nothing. */
export function durationInWords(duration: GrantDuration): string {
  return duration.kind === 'standing' ? 'without an end' : spanInWords(duration.durationMs);
}

/** A span in the largest unit that loses nothing, e.g. `36 hours`; below a second in milliseconds. */
export function spanInWords(spanMs: number): string {
  const [name, unitMs] = units.find(([, size]) => spanMs >= size && spanMs % size === 0) ?? ['millisecond', 1];
  const count = spanMs / unitMs;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

const units = [
  ['day', dayMs],
  ['hour', hourMs],
  ['minute', 60_000],
  ['second', 1000],
] as const;
