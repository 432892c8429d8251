import { expect, test } from 'vitest';
import { conflictDelayMs, pollIntervalMs, retryDelayMs } from '../../../src/workflows/runner/poll.ts';

test.each([
  [0, 1_000],
  [33_000, 1_000],
  [100_000, 3_000],
  [500_000, 15_000],
  [86_400_000, 15_000],
])('after %d ms the next look is in %d ms', (waitedMs, intervalMs) => {
  expect(pollIntervalMs(waitedMs)).toBe(intervalMs);
});

test('polling for an hour takes fewer than 400 looks and never comes more than 3 % late', () => {
  let looks = 0;
  for (let waitedMs = 0; waitedMs < 3_600_000; looks += 1) {
    const intervalMs = pollIntervalMs(waitedMs);
    if (waitedMs > 34_000) expect(intervalMs).toBeLessThanOrEqual(waitedMs * 0.03);
    waitedMs += intervalMs;
  }
  expect(looks).toBeLessThan(400);
});

test('tries after failures wait twice as long each time, up to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 50].map(retryDelayMs)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

test('a conflict is tried again at once at first and at the pace of polls later', () => {
  expect([0, 10_000, 600_000].map(conflictDelayMs)).toEqual([50, 300, 1_000]);
});
