import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is there, for at most `deadlineMs`. */
export async function until<T>(ask: () => Promise<T | undefined | false>, deadlineMs = 10_000): Promise<T> {
  const endMs = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > endMs) throw new Error('the condition did not come true in time');
    await sleep(20);
  }
}
