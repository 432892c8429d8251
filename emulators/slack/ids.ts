import { randomBytes } from 'node:crypto';

export interface Ids {
  /** A message's ts at this instant: later than every one before it. */
  nextTs(nowMs: number): string;
  /** Such as `V0A1B2C3D4`. */
  next(prefix: string): string;
  secret(): string;
}

export function createIds(): Ids {
  let lastMicros = 0;
  let count = 0;
  return {
    nextTs(nowMs) {
      lastMicros = Math.max(lastMicros + 1, nowMs * 1000);
      const micros = String(lastMicros);
      return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
    },
    next(prefix) {
      count += 1;
      return `${prefix}0${count.toString(36).toUpperCase().padStart(3, '0')}${randomBytes(3).toString('hex').toUpperCase()}`;
    },
    secret: () => randomBytes(12).toString('hex'),
  };
}
