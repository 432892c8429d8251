import { expect, test } from 'vitest';
import { TerminalError } from '../../../src/domain/errors.ts';
import { toyRunner } from './toy-runner.ts';

const ids = ['op-a', 'op-b', 'op-c'];

test('three operations take a lock one after the other, in order, and each is woken when its turn comes', async () => {
  const toy = await toyRunner([{ name: 'locked', lock: 'vpc', takesMs: 30_000 }]);
  for (const id of ids) await toy.begin(id);
  const startedAtMs = toy.time.nowMs;

  await toy.run({ until: () => toy.world.acts.length === 1 && toy.calendar.get('op-c') !== startedAtMs });
  expect((await toy.operation('op-b')).steps[0]?.record).toMatchObject({
    status: 'queued',
    waitingFor: 'its turn: second in line behind op-a',
  });
  expect((await toy.operation('op-c')).steps[0]?.record.waitingFor).toBe('its turn: third in line behind op-a');
  await toy.run();

  for (const id of ids) expect((await toy.operation(id)).state).toBe('done');
  expect(toy.world.acts).toEqual(ids.map((id) => `create ${id}/locked`));
  expect(await toy.store.readLock('vpc')).toEqual([]);
  // Each waits 30 s and no polling interval is lost between them.
  expect(toy.time.nowMs - startedAtMs).toBeLessThan(3 * 30_000 * 1.04);
});

test('time in line does not count towards the deadline of a step', async () => {
  const toy = await toyRunner([{ name: 'locked', lock: 'vpc', takesMs: 50_000, deadlineMs: 60_000 }]);
  for (const id of ids) await toy.begin(id);

  await toy.run();

  for (const id of ids) expect((await toy.operation(id)).state).toBe('done');
});

test('a waiting operation that is cancelled leaves the line', async () => {
  const toy = await toyRunner([{ name: 'locked', lock: 'vpc', takesMs: 30_000 }]);
  for (const id of ids) await toy.begin(id);
  await toy.run({ until: () => toy.time.nowMs > 1_700_000_005_000 });

  await toy.cancel('op-b');
  await toy.run();

  expect((await toy.operation('op-b')).state).toBe('cancelled');
  expect((await toy.operation('op-c')).state).toBe('done');
  expect(toy.world.acts).toEqual(['create op-a/locked', 'create op-c/locked']);
});

test('who stands in line when another step fails leaves it without acting', async () => {
  const toy = await toyRunner([{ name: 'locked', lock: 'vpc', takesMs: 30_000 }]);
  const failing = await toyRunner(
    [
      { name: 'locked', lock: 'vpc' },
      {
        name: 'bad',
        takesMs: 5_000,
        onEnsure: ({ clock, startedAtMs }) => {
          if (clock.elapsed(startedAtMs) > 4_000) throw new TerminalError({ code: 'CLOUD_REFUSED', publicText: 'no' });
        },
      },
    ],
    { store: toy.store },
  );
  await toy.begin('op-a');
  await toy.run({ until: () => toy.world.acts.length === 1 });
  await failing.begin('op-b');

  await failing.run();

  expect((await failing.operation('op-b')).state).toBe('failed');
  expect(failing.world.acts).toEqual(['create op-b/bad']);
  expect(await toy.store.readLock('vpc')).toEqual(['op-a']);
});

test('undo takes the lock of its step, waits in line for it, and gives it back', async () => {
  const steps = [{ name: 'locked', lock: 'vpc', takesMs: 0, deadlineMs: 60_000 }];
  const toy = await toyRunner([
    ...steps,
    { name: 'bad', needs: ['locked'], throws: [new TerminalError({ code: 'CLOUD_REFUSED', publicText: 'no' })] },
  ]);
  await toy.begin('op-a');
  await toy.run();
  await toy.begin('op-x');
  toy.calendar.delete('op-x');
  await toy.store.commit({ records: [], join: [{ lock: 'vpc', holder: 'op-x' }] });

  await toy.rollBack('op-a');
  const startedAtMs = toy.time.nowMs;
  await toy.run({ until: () => toy.time.nowMs > startedAtMs + 120_000 });
  expect(toy.world.things.size).toBe(1);
  expect(await toy.store.readLock('vpc')).toEqual(['op-x', 'op-a']);
  await toy.store.commit({ records: [], leave: [{ lock: 'vpc', holder: 'op-x' }] });
  await toy.run();

  expect((await toy.operation('op-a')).state).toBe('rolled-back');
  expect(toy.world.things.size).toBe(0);
  expect(await toy.store.readLock('vpc')).toEqual([]);
});
