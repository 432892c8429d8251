import { vi } from 'vitest';

/** Asks until the answer is something, for at most `timeoutMs`; what `ask` throws ends it at once. */
export function until<Answer>(ask: () => Answer | Promise<Answer>, timeoutMs = 10_000) {
  return vi.waitUntil(ask, { timeout: timeoutMs, interval: 10 });
}
