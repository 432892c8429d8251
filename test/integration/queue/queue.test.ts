import { expect, onTestFinished, test } from 'vitest';
import type { Next } from '../../../src/queue/queue.ts';
import { freshRedisUrl } from '../../support/redis.ts';
import { startRedisProxy } from '../store/redis-proxy.ts';
import { openQueue } from './open-queue.ts';

const finished: Next = { kind: 'finished' };

test('an id that waits already is not added again, and one that is done can be', async () => {
  const { queues, work, jobsLeft } = await openQueue();
  const seen: string[] = [];
  for (let count = 0; count < 5; count += 1) await queues.enqueue('operations', 'op-1');

  work(async (id) => {
    seen.push(id);
    return finished;
  });

  await expect.poll(async () => [seen.length, await jobsLeft()]).toEqual([1, []]);
  await queues.enqueue('operations', 'op-1');
  await expect.poll(() => seen).toEqual(['op-1', 'op-1']);
  await expect.poll(jobsLeft).toEqual([]);
});

test('a job that is put off runs again after its delay, and before it when promoted', async () => {
  const { queues, work } = await openQueue();
  const times: number[] = [];
  work(async () => {
    times.push(performance.now());
    if (times.length === 1) return { kind: 'later', delayMs: 100 };
    return times.length === 2 ? { kind: 'later', delayMs: 600_000 } : finished;
  });
  await queues.enqueue('operations', 'op-1');
  await expect.poll(() => times.length).toBe(2);

  await expect
    .poll(async () => {
      await queues.promote('operations', 'op-1');
      return times.length;
    })
    .toBe(3);

  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(90);
});

test('a wake that comes while the job runs is taken once the job is put off', async () => {
  const { queues, work } = await openQueue();
  let runs = 0;
  let flag = false;
  work(async () => {
    runs += 1;
    if (runs > 1) return finished;
    flag = true;
    await queues.promote('operations', 'op-1');
    const wasWoken = async () => flag;
    return { kind: 'later', delayMs: 600_000, wasWoken };
  });

  await queues.enqueue('operations', 'op-1');

  await expect.poll(() => runs).toBe(2);
});

test('a job that others took for lost while it ran is asked for its wake all the same, and runs again', async () => {
  const { queues, loseLock, work } = await openQueue();
  let runs = 0;
  let asked = 0;
  work(async () => {
    runs += 1;
    if (runs > 1) return finished;
    await loseLock('op-1');
    const wasWoken = async () => {
      asked += 1;
      return false;
    };
    return { kind: 'later', delayMs: 600_000, wasWoken };
  });

  await queues.enqueue('operations', 'op-1');

  await expect.poll(() => [runs, asked], { timeout: 10_000 }).toEqual([2, 1]);
});

test('promoting an id without a job is harmless', async () => {
  const { queues } = await openQueue();

  await queues.promote('operations', 'op-none');
});

test('a job whose worker went silent is run by another within the lock and stall times', async () => {
  const first = await openQueue();
  const second = await openQueue({ url: first.url });
  const seen: string[] = [];
  const dead = first.work(async (id) => {
    seen.push(`first ${id}`);
    return new Promise(() => undefined);
  });
  await first.queues.enqueue('operations', 'op-1');
  await expect.poll(() => seen).toEqual(['first op-1']);

  // Closing without grace leaves the job to others, as a death would.
  await dead.close(1);
  second.work(async (id) => {
    seen.push(`second ${id}`);
    return finished;
  });

  await expect.poll(() => seen, { timeout: 5_000 }).toEqual(['first op-1', 'second op-1']);
  await expect.poll(second.jobsLeft).toEqual([]);
});

test('a handler that throws leaves no job behind: the due sweep brings the id again', async () => {
  const { queues, work, jobsLeft } = await openQueue();
  let runs = 0;
  work(async () => {
    runs += 1;
    if (runs === 1) throw new Error('no');
    return finished;
  });

  await queues.enqueue('operations', 'op-1');
  await expect.poll(async () => [runs, await jobsLeft()]).toEqual([1, []]);
  await queues.enqueue('operations', 'op-1');

  await expect.poll(() => runs).toBe(2);
});

test('a worker that closes lets what runs end within its grace and takes nothing afterwards', async () => {
  const { queues, work, jobsLeft } = await openQueue();
  let end: (next: Next) => void = () => undefined;
  const seen: string[] = [];
  const worker = work((id) => {
    seen.push(id);
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  await queues.enqueue('operations', 'op-1');
  await expect.poll(() => seen).toEqual(['op-1']);

  const closed = worker.close(5_000);
  end(finished);
  await closed;
  await queues.enqueue('operations', 'op-2');

  expect(seen).toEqual(['op-1']);
  expect(await jobsLeft()).toEqual(['{egress-pool}:operations:op-2']);
});

test('a worker that closes leaves what does not end within its grace', async () => {
  const { queues, work } = await openQueue();
  let isRunning = false;
  const worker = work(async () => {
    isRunning = true;
    return new Promise(() => undefined);
  });
  await queues.enqueue('operations', 'op-1');
  await expect.poll(() => isRunning).toBe(true);

  const startedAt = performance.now();
  await worker.close(50);

  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('a hundred jobs run at once in one worker', async () => {
  const { queues, work } = await openQueue();
  let running = 0;
  let end: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  work(async () => {
    running += 1;
    await held;
    return finished;
  });

  await Promise.all(Array.from({ length: 120 }, (_, index) => queues.enqueue('operations', `op-${index}`)));

  await expect.poll(() => running, { timeout: 5_000 }).toBe(100);
  end();
  await expect.poll(() => running, { timeout: 5_000 }).toBe(120);
});

test('a queue works also when Redis answered its connection and then nothing more for a while', async () => {
  const proxy = await startRedisProxy(await freshRedisUrl());
  onTestFinished(proxy.close);
  // The first INFO says that the connection is there; BullMQ asked with another one and gave up for good.
  proxy.loseSecond('\r\ninfo\r\n');
  const { queues, jobsLeft } = await openQueue({ url: proxy.url });

  const enqueue = () => queues.enqueue('operations', 'op-1').then(jobsLeft, () => []);
  await expect.poll(enqueue, { timeout: 5_000 }).toHaveLength(1);
});
