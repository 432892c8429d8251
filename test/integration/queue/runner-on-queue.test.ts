import { expect, onTestFinished, test } from 'vitest';
import { verifyAudit } from '../../../src/domain/audit-chain.ts';
import type { Commit } from '../../../src/store/store.ts';
import { sweepDue } from '../../../src/sweeps/due.ts';
import { repeat } from '../../../src/sweeps/repeat.ts';
import { createRunner } from '../../../src/workflows/runner/runner.ts';
import { toyRunner } from '../runner/toy-runner.ts';
import type { ToyStep } from '../runner/toy-steps.ts';
import { openStore } from '../store/open-store.ts';
import { type OpenQueue, openQueue } from './open-queue.ts';

/** The toy workflow on the real queue, in real time sped up a hundred times. */
async function realToy(toys: ToyStep[]) {
  const opened = await openStore();
  const queue = await openQueue({ url: opened.url });
  const toy = await toyRunner(toys, { store: opened.store, queues: queue.queues, scale: 100, now: Date.now });
  return { toy, queue, deps: { ...toy.deps, queues: queue.queues }, opened };
}

const isDone = (toy: Awaited<ReturnType<typeof realToy>>['toy'], ids: string[]) => async () =>
  (await Promise.all(ids.map((id) => toy.operation(id)))).every(({ state }) => state === 'done');

const opIds = (count: number) => Array.from({ length: count }, (_, index) => `op-${index}`);

async function sweepOften(deps: Parameters<typeof sweepDue>[0]): Promise<void> {
  const sweeping = repeat(() => sweepDue(deps), { everyMs: 200, onError: () => undefined });
  onTestFinished(sweeping.stop);
}

test('operations run to their end, waiting and in line for a lock, and leave no job behind', async () => {
  const { toy, queue, deps } = await realToy([
    { name: 'first', lock: 'vpc', takesMs: 2_000 },
    { name: 'second', needs: ['first'], takesMs: 2_000 },
  ]);
  const ids = opIds(10);
  queue.work(createRunner(deps));

  await Promise.all(ids.map((id) => toy.begin(id)));

  await expect.poll(isDone(toy, ids), { timeout: 10_000 }).toBe(true);
  expect(toy.world.acts).toHaveLength(20);
  await expect.poll(queue.jobsLeft).toEqual([]);
  expect(await toy.store.readLock('vpc')).toEqual([]);
  expect(verifyAudit(await toy.store.readAudit({ after: 0, limit: 1_000 })).findings).toEqual([]);
});

test('an operation that was committed and never enqueued is found by the due sweep', async () => {
  const { toy, queue, deps } = await realToy([{ name: 'only' }]);
  const lost = { enqueue: async () => undefined, promote: async () => undefined, close: async () => undefined };
  const unlucky = await toyRunner([], { store: toy.store, queues: lost, now: Date.now });
  await unlucky.begin('op-1');
  queue.work(createRunner(deps));

  await sweepDue(deps);

  await expect.poll(isDone(toy, ['op-1'])).toBe(true);
});

test('workers that die in the middle of steps lose nothing and do nothing twice', async () => {
  const { toy, queue, deps, opened } = await realToy([
    { name: 'first', takesMs: 1_000 },
    { name: 'second', needs: ['first'], lock: 'vpc', takesMs: 1_000 },
    { name: 'third', needs: ['second'], takesMs: 1_000 },
  ]);
  const ids = opIds(20);
  await sweepOften(deps);
  await Promise.all(ids.map((id) => toy.begin(id)));

  // Each worker handles a number of activations and then never answers again: its jobs are frozen where they are.
  const startMortal = (other: OpenQueue, lifespan: number) => {
    let left = lifespan;
    const frozen = new Promise<never>(() => undefined);
    const store = {
      ...deps.store,
      commit: (commit: Commit) => {
        left -= 1;
        return left > 0 ? deps.store.commit(commit) : frozen;
      },
    };
    return { worker: other.work(createRunner({ ...deps, store })), isDead: () => left <= 0 };
  };
  for (const lifespan of [5, 17, 31, 50]) {
    const other = await openQueue({ url: opened.url });
    const mortal = startMortal(other, lifespan);
    await expect.poll(() => mortal.isDead(), { timeout: 5_000 }).toBe(true);
    await mortal.worker.close(1);
  }
  queue.work(createRunner(deps));

  await expect.poll(isDone(toy, ids), { timeout: 20_000 }).toBe(true);
  expect(toy.world.acts.toSorted()).toEqual(
    ids.flatMap((id) => ['first', 'second', 'third'].map((name) => `create ${id}/${name}`)).toSorted(),
  );
  const entries = await toy.store.readAudit({ after: 0, limit: 10_000 });
  expect(verifyAudit(entries).findings).toEqual([]);
  const ends = entries
    .filter(({ what }) => what === 'step.done')
    .map(({ subject, details }) => `${subject} ${details.step}`);
  expect(new Set(ends).size).toBe(ends.length);
  expect(ends).toHaveLength(60);
});

test('a step that takes its activation down every time is left to a person, and others go on', async () => {
  let falls = 0;
  const { toy, queue, deps, opened } = await realToy([
    {
      name: 'poison',
      onEnsure: ({ operation }) => {
        if (operation.id !== 'op-0') return undefined;
        falls += 1;
        return new Promise<void>(() => undefined);
      },
    },
  ]);
  await toy.begin('op-0');
  await toy.begin('op-1');

  // Each worker dies with the activation that it holds.
  for (let worker = 1; worker <= 10; worker += 1) {
    const other = await openQueue({ url: opened.url });
    const mortal = other.work(createRunner(deps));
    await expect.poll(() => falls, { timeout: 5_000 }).toBe(worker);
    await mortal.close(1);
  }
  queue.work(createRunner(deps));

  await expect.poll(async () => (await toy.operation('op-0')).state, { timeout: 5_000 }).toBe('waiting');
  expect((await toy.operation('op-0')).error?.code).toBe('STEP_STUCK');
  expect((await toy.operation('op-1')).state).toBe('done');
});
