import { setTimeout as delay } from 'node:timers/promises';

/** Looks again and again until there is something; fails with `what` after the deadline. */
export async function lookUntil<T>(o: {
  what: string;
  withinMs: number;
  signal: AbortSignal;
  look: () => Promise<T | undefined> | T | undefined;
}): Promise<T> {
  const endsAt = performance.now() + o.withinMs;
  for (;;) {
    const found = await o.look();
    if (found !== undefined) return found;
    o.signal.throwIfAborted();
    if (performance.now() > endsAt) throw new Error(`${o.what}: not within ${Math.round(o.withinMs / 1000)} s`);
    await delay(100, undefined, { signal: o.signal });
  }
}
