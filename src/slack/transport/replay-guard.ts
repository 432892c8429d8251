import type { IncomingHttpHeaders } from 'node:http';

export interface ReplayGuard {
  /** Why a request must not be looked at further; undefined when Bolt's own check may decide. */
  objection(headers: IncomingHttpHeaders): string | undefined;
  /** Keeps the signature of a verified request. */
  remember(headers: IncomingHttpHeaders): void;
}

/** Bolt refuses what is older than five minutes; clocks may differ by one. */
const validForMs = 300_000;
const aheadMs = 60_000;
const mostKept = 20_000;

/**
 * What Bolt does not do: refuse timestamps of the future, and requests that were answered before. Signatures are kept
 * as long as their timestamps are valid.
 */
export function createReplayGuard(now: () => number): ReplayGuard {
  const seen = new Map<string, number>();
  return {
    objection(headers) {
      const atMs = Number(headers['x-slack-request-timestamp']) * 1000;
      if (Number.isFinite(atMs) && atMs > now() + aheadMs) return 'timestamp of the future';
      return seen.has(signatureOf(headers)) ? 'replayed' : undefined;
    },
    remember(headers) {
      forget(seen, now());
      seen.set(signatureOf(headers), now() + validForMs + aheadMs);
    },
  };
}

function signatureOf(headers: IncomingHttpHeaders): string {
  return String(headers['x-slack-signature'] ?? '');
}

/** Entries stand in the order of their end. */
function forget(seen: Map<string, number>, nowMs: number): void {
  for (const [signature, untilMs] of seen) {
    if (untilMs > nowMs && seen.size < mostKept) return;
    seen.delete(signature);
  }
}
