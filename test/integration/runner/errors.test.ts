import { expect, test } from 'vitest';
import { CancelledError, NeedsHumanError, RetryableError, TerminalError } from '../../../src/domain/errors.ts';
import { statusesOf, toyRunner } from './toy-runner.ts';

const details = { code: 'CLOUD_REFUSED', publicText: 'the cloud said no' } as const;
const throttled = () => new RetryableError({ code: 'CLOUD_THROTTLED', publicText: 'too fast' });

test('a retryable error is tried again after a growing delay and forgotten when the step is done', async () => {
  const toy = await toyRunner([{ name: 'only', throws: [1, 2, 3].map(() => new RetryableError(details)) }]);
  await toy.begin('op-1');
  const startedAtMs = toy.time.nowMs;

  await toy.run();

  const [step] = (await toy.operation('op-1')).steps;
  expect(step?.record).toMatchObject({ status: 'done', attempts: 0, lastError: undefined });
  expect(toy.time.nowMs - startedAtMs).toBe(1_000 + 2_000 + 4_000);
});

test('an error that names its delay is tried again then', async () => {
  const toy = await toyRunner([{ name: 'only', throws: [new RetryableError({ ...details, retryAfterMs: 7_500 })] }]);
  await toy.begin('op-1');
  const startedAtMs = toy.time.nowMs;

  await toy.run();

  expect(toy.time.nowMs - startedAtMs).toBe(7_500);
});

test('a terminal error fails the operation at once and gives back the lock', async () => {
  const toy = await toyRunner([{ name: 'only', lock: 'vpc', throws: [new TerminalError(details)] }]);
  await toy.begin('op-1');

  await toy.run();

  expect(await toy.operation('op-1')).toMatchObject({
    state: 'failed',
    error: { code: 'CLOUD_REFUSED', text: 'the cloud said no', step: 'only' },
  });
  expect(await toy.store.readLock('vpc')).toEqual([]);
  expect(await toy.audit()).toContain('step.failed only');
});

test('an error that needs a person makes the operation wait for one', async () => {
  const toy = await toyRunner([{ name: 'only', throws: [new NeedsHumanError(details)] }]);
  await toy.begin('op-1');

  await toy.run();

  expect(await toy.operation('op-1')).toMatchObject({ state: 'waiting', error: { code: 'CLOUD_REFUSED' } });
});

test('a step that says it was cancelled stops the operation as cancelled', async () => {
  const toy = await toyRunner([
    { name: 'only', throws: [new CancelledError({ code: 'CANCELLED', publicText: 'no' })] },
  ]);
  await toy.begin('op-1');

  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('cancelled');
});

test('an unknown error is tried ten times, then a person is needed, and its text stays private', async () => {
  let tries = 0;
  const toy = await toyRunner([
    {
      name: 'only',
      onEnsure: () => {
        tries += 1;
        throw new Error('password=hunter2');
      },
    },
  ]);
  await toy.begin('op-1');

  await toy.run();

  expect(tries).toBe(10);
  expect(await toy.operation('op-1')).toMatchObject({ state: 'waiting', error: { code: 'STEP_STUCK' } });
  expect(JSON.stringify(await toy.store.read('op-1'))).not.toContain('hunter2');
});

test('throttling does not count as attempts: the deadline ends it', async () => {
  const toy = await toyRunner([
    {
      name: 'only',
      deadlineMs: 120_000,
      onEnsure: () => {
        throw throttled();
      },
    },
  ]);
  await toy.begin('op-1');
  const startedAtMs = toy.time.nowMs;

  await toy.run();

  expect(await toy.operation('op-1')).toMatchObject({ state: 'failed', error: { code: 'STEP_TIMED_OUT' } });
  expect(toy.time.nowMs - startedAtMs).toBeGreaterThan(120_000);
  expect(toy.time.nowMs - startedAtMs).toBeLessThan(152_000);
});

test('throttling for a while and then success is success', async () => {
  const toy = await toyRunner([{ name: 'only', throws: Array.from({ length: 25 }, throttled) }]);
  await toy.begin('op-1');

  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('done');
});

test('a step that waits past its deadline fails and says what it was waiting for', async () => {
  const toy = await toyRunner([{ name: 'only', takesMs: 900_000, deadlineMs: 300_000 }]);
  await toy.begin('op-1');

  await toy.run();

  const { state, error } = await toy.operation('op-1');
  expect({ state, code: error?.code }).toEqual({ state: 'failed', code: 'STEP_TIMED_OUT' });
  expect(error?.text).toContain('5 minutes; it was waiting for only');
});

test('when one of several parallel steps fails the others finish first and nothing new begins', async () => {
  const toy = await toyRunner([
    { name: 'bad', throws: [new TerminalError(details)] },
    { name: 'slow', takesMs: 60_000 },
    { name: 'after', needs: ['slow'] },
  ]);
  await toy.begin('op-1');

  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('failed');
  expect(await statusesOf(toy, 'op-1')).toEqual({ bad: 'failed', slow: 'done', after: 'pending' });
});

test('a step that was begun and is not done tidies up when the operation stops', async () => {
  const toy = await toyRunner([
    { name: 'made', tidies: true },
    { name: 'bad', needs: ['made'], tidies: true, throws: [new TerminalError(details)] },
    { name: 'never', needs: ['bad'], tidies: true },
  ]);
  await toy.begin('op-1');

  await toy.run();

  expect(toy.world.acts).toEqual(['create op-1/made', 'tidy op-1/bad']);
});

test('what a cancelled step left lying about is taken away all the same', async () => {
  const toy = await toyRunner([{ name: 'only', tidies: true, takesMs: 60_000 }]);
  await toy.begin('op-1');
  await toy.run({ until: () => toy.world.acts.length === 1 });

  await toy.cancel('op-1');
  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('cancelled');
  expect(toy.world.acts).toEqual(['create op-1/only', 'tidy op-1/only']);
});

test('what cannot be taken away and needs a person is told beside why the operation stopped', async () => {
  const left = new NeedsHumanError({ code: 'NOT_OURS', publicText: 'A pod is left.' });
  const toy = await toyRunner([
    { name: 'bad', tidies: true, throws: [new TerminalError(details)], tidyThrows: [left] },
  ]);
  await toy.begin('op-1');

  await toy.run();

  const { state, error } = await toy.operation('op-1');
  expect(state).toBe('failed');
  expect(error).toMatchObject({ code: 'CLOUD_REFUSED', text: 'the cloud said no A pod is left.', step: 'bad' });
});

test('an operation whose activations die again and again is left to a person after ten', async () => {
  let deaths = 0;
  const toy = await toyRunner([
    {
      name: 'poison',
      lock: 'vpc',
      onEnsure: () => {
        deaths += 1;
        return new Promise(() => undefined);
      },
    },
  ]);
  await toy.begin('op-1');

  // An activation that never ends is one whose process died.
  for (let count = 1; count <= 10; count += 1) {
    void toy.activate('op-1');
    await expect.poll(() => deaths, { interval: 2 }).toBe(count);
  }
  await toy.run();

  expect(await toy.operation('op-1')).toMatchObject({ state: 'waiting', error: { code: 'STEP_STUCK' } });
  expect(deaths).toBe(10);
  expect(await toy.store.readLock('vpc')).toEqual([]);
});

test('progress in between starts the count of dead activations anew', async () => {
  let dies = true;
  const names = Array.from({ length: 14 }, (_, index) => `step-${index}`);
  const toy = await toyRunner(
    names.map((name, index) => ({
      name,
      needs: index === 0 ? [] : [`step-${index - 1}`],
      // Each activation makes one step and dies in the next.
      onEnsure: () => {
        dies = !dies;
        return dies ? new Promise<void>(() => undefined) : undefined;
      },
    })),
  );
  await toy.begin('op-1');

  for (let count = 1; count < names.length; count += 1) {
    void toy.activate('op-1');
    await expect.poll(() => toy.world.acts.length, { interval: 2 }).toBe(count);
    await expect.poll(() => dies, { interval: 2 }).toBe(true);
  }
  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('done');
});
