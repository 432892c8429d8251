import { expect, test } from 'vitest';
import { createThrottlePauses } from '../../../src/cloud/alibaba/throttle-pauses.ts';

const action = 'vpc:DescribeVSwitches';

test('the pause doubles from one second to thirty while an API goes on throttling', () => {
  const pauses = createThrottlePauses();
  let nowMs = 0;

  const lengths = Array.from({ length: 7 }, () => {
    const lengthMs = pauses.next(action, { askedMs: 0, nowMs });
    nowMs += lengthMs;
    return lengthMs;
  });

  expect(lengths).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('calls that were throttled together count once', () => {
  const pauses = createThrottlePauses();
  pauses.next(action, { askedMs: 0, nowMs: 0 });

  expect(pauses.next(action, { askedMs: 0, nowMs: 300 })).toBe(700);
  expect(pauses.next(action, { askedMs: 0, nowMs: 1_000 })).toBe(2_000);
});

test('a longer pause that the API asks for is kept, and success begins anew', () => {
  const pauses = createThrottlePauses();

  expect(pauses.next(action, { askedMs: 5_000, nowMs: 0 })).toBe(5_000);
  pauses.reset(action);
  expect(pauses.next(action, { askedMs: 0, nowMs: 5_000 })).toBe(1_000);
});
