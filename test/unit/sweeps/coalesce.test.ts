import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { coalesce } from '../../../src/sweeps/coalesce.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function record(task: (key: string) => Promise<unknown> = async () => undefined) {
  const runs: string[] = [];
  const errors: unknown[] = [];
  const run = (key: string) => {
    runs.push(key);
    return task(key);
  };
  const coalesced = coalesce(run, { everyMs: 300, onError: (error) => errors.push(error) });
  return { runs, errors, ...coalesced };
}

test('the first call runs at once, and all that follow it within the interval run once, at its end', async () => {
  const { runs, call } = record();

  for (let count = 0; count < 100; count += 1) call('a');
  await vi.advanceTimersByTimeAsync(299);
  const early = [...runs];
  await vi.advanceTimersByTimeAsync(1);

  expect(early).toEqual(['a']);
  expect(runs).toEqual(['a', 'a']);
});

test('keys do not wait for each other, and one that was quiet runs at once again', async () => {
  const { runs, call } = record();

  call('a');
  call('b');
  await vi.advanceTimersByTimeAsync(300);
  call('a');

  expect(runs).toEqual(['a', 'b', 'a']);
});

test('a run is never begun while one of the same key goes on', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { runs, call } = record(() => promise);

  call('a');
  call('a');
  await vi.advanceTimersByTimeAsync(5_000);
  const during = [...runs];
  resolve();
  await vi.advanceTimersByTimeAsync(300);

  expect(during).toEqual(['a']);
  expect(runs).toEqual(['a', 'a']);
});

test('a failed run is told and the next one comes', async () => {
  const { runs, errors, call } = record(async () => {
    throw new Error('no');
  });

  call('a');
  call('a');
  await vi.advanceTimersByTimeAsync(300);

  expect(runs).toEqual(['a', 'a']);
  expect(errors).toHaveLength(2);
});

test('nothing runs once it is stopped', async () => {
  const { runs, call, stop } = record();

  call('a');
  call('a');
  stop();
  call('b');
  await vi.advanceTimersByTimeAsync(1_000);

  expect(runs).toEqual(['a']);
  expect(vi.getTimerCount()).toBe(0);
});
