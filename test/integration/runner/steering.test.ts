import { expect, test } from 'vitest';
import { RetryableError, TerminalError } from '../../../src/domain/errors.ts';
import { statusesOf, toyRunner } from './toy-runner.ts';

const no = () => new TerminalError({ code: 'CLOUD_REFUSED', publicText: 'no' });

test('retry keeps what is done and goes on at the failed step', async () => {
  const toy = await toyRunner([{ name: 'first' }, { name: 'second', needs: ['first'], throws: [no()] }]);
  await toy.begin('op-1');
  await toy.run();

  await toy.retry('op-1');
  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('done');
  expect(toy.world.acts).toEqual(['create op-1/first', 'create op-1/second']);
});

test('retry computes the plan again before anything that stands on it', async () => {
  const order: string[] = [];
  const toy = await toyRunner([
    { name: 'plan', leadsOn: true, takesMs: 5_000, onEnsure: () => void order.push('plan') },
    { name: 'first', needs: ['plan'], onEnsure: () => void order.push('first') },
    { name: 'second', needs: ['first'], throws: [no()], onEnsure: () => void order.push('second') },
  ]);
  await toy.begin('op-1');
  await toy.run();
  order.length = 0;

  await toy.retry('op-1');
  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('done');
  expect(order.at(0)).toBe('plan');
  expect(order.at(-1)).toBe('second');
  expect(order).not.toContain('first');
  expect(order.lastIndexOf('plan')).toBeLessThan(order.indexOf('second'));
});

test('cancel stops before the next step and undoes nothing', async () => {
  const toy = await toyRunner([
    { name: 'first', takesMs: 60_000 },
    { name: 'second', needs: ['first'] },
  ]);
  await toy.begin('op-1');
  await toy.run({ until: () => toy.world.acts.length === 1 });

  await toy.cancel('op-1');
  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('cancelled');
  expect(toy.world.acts).toEqual(['create op-1/first']);
});

test('a cancel that comes while a step runs stops it before its changing call', async () => {
  const toy = await toyRunner([{ name: 'only', onEnsure: async () => void (await toy.cancel('op-1')) }]);
  await toy.begin('op-1');

  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('cancelled');
  expect(toy.world.acts).toEqual([]);
});

test('what was cancelled in the middle of a locked step takes the lock again before it goes on', async () => {
  let holder: string[] = [];
  const toy = await toyRunner([
    {
      name: 'locked',
      lock: 'vpc',
      takesMs: 60_000,
      onEnsure: async () => {
        holder = await toy.store.readLock('vpc');
      },
    },
  ]);
  await toy.begin('op-1');
  await toy.run({ until: () => toy.world.acts.length === 1 });
  await toy.cancel('op-1');
  await toy.run();
  expect(await toy.store.readLock('vpc')).toEqual([]);

  holder = [];
  await toy.retry('op-1');
  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('done');
  expect(holder[0]).toBe('op-1');
  expect(await toy.store.readLock('vpc')).toEqual([]);
});

test('a try after a long stop has its whole deadline again', async () => {
  const toy = await toyRunner([{ name: 'slow', takesMs: 60_000, deadlineMs: 100_000 }]);
  await toy.begin('op-1');
  await toy.run({ until: () => toy.world.acts.length === 1 });
  await toy.cancel('op-1');
  await toy.run();

  toy.time.nowMs += 3_600_000;
  await toy.retry('op-1');
  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('done');
});

test('roll back undoes in reverse whatever was begun, also a step without a result', async () => {
  const toy = await toyRunner([
    { name: 'first' },
    { name: 'second', needs: ['first'], throws: [no()] },
    { name: 'third', needs: ['second'] },
  ]);
  await toy.begin('op-1');
  await toy.run();

  await toy.rollBack('op-1');
  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('rolled-back');
  expect(toy.world.acts).toEqual(['create op-1/first', 'look for op-1/second', 'remove op-1/first']);
  expect(await statusesOf(toy, 'op-1')).toEqual({ first: 'undone', second: 'undone', third: 'pending' });
  expect(toy.world.things.size).toBe(0);
});

test('an undo that fails for a while is tried again', async () => {
  const again = () => new RetryableError({ code: 'CLOUD_UNAVAILABLE', publicText: 'again' });
  const toy = await toyRunner([
    { name: 'first', undoThrows: [again(), again()] },
    { name: 'bad', throws: [no()] },
  ]);
  await toy.begin('op-1');
  await toy.run();

  await toy.rollBack('op-1');
  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('rolled-back');
});

test.each(['retry', 'rollBack'] as const)(
  'an undo that failed goes on after %s, long after its deadline too',
  async (verb) => {
    const toy = await toyRunner([
      { name: 'first', lock: 'vpc', deadlineMs: 60_000, undoThrows: [no()] },
      { name: 'bad', needs: ['first'], throws: [no()] },
    ]);
    await toy.begin('op-1');
    await toy.run();
    await toy.rollBack('op-1');
    await toy.run();
    expect(await toy.operation('op-1')).toMatchObject({ state: 'failed', direction: 'back' });
    expect(await toy.store.readLock('vpc')).toEqual([]);

    toy.time.nowMs += 3_600_000;
    await toy[verb]('op-1');
    await toy.run();

    expect((await toy.operation('op-1')).state).toBe('rolled-back');
    expect(toy.world.things.size).toBe(0);
    expect(await toy.store.readLock('vpc')).toEqual([]);
  },
);

test('an operation that ended is looked at no more', async () => {
  const toy = await toyRunner([{ name: 'only' }]);
  await toy.begin('op-1');
  await toy.run();
  const before = await toy.store.read('op-1');

  expect(await toy.activate('op-1')).toEqual({ kind: 'finished' });
  expect(await toy.activate('op-unknown')).toEqual({ kind: 'finished' });

  expect(await toy.store.read('op-1')).toEqual(before);
});
