/** Our own deadline passed; the call itself may still be under way. */
export class CallDeadlineError extends Error {
  constructor(deadlineMs: number) {
    super(`no answer within ${deadlineMs} ms`);
    this.name = 'CallDeadlineError';
  }
}

/**
 * Waits for the call or for `deadlineMs` of wall-clock time, whichever ends first. The SDKs' own timers are unreliable
 * on reused connections and cannot be cancelled, so a late answer is dropped.
 */
export async function withDeadline<T>(deadlineMs: number, send: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CallDeadlineError(deadlineMs)), deadlineMs);
  });
  try {
    return await Promise.race([send(), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
