import { expect, onTestFinished, test } from 'vitest';
import { verifyAudit } from '../../../src/domain/audit-chain.ts';
import { openStore } from '../store/open-store.ts';
import { startRedisProxy } from '../store/redis-proxy.ts';
import { toyRunner } from './toy-runner.ts';

test('an activation that another one overtook acts no more and ends quietly', async () => {
  let overtake = true;
  const toy = await toyRunner([
    {
      name: 'first',
      onEnsure: async () => {
        if (!overtake) return;
        overtake = false;
        // Another worker takes the operation and finishes it while this one is frozen.
        await toy.activate('op-1');
      },
    },
    { name: 'second', needs: ['first'] },
  ]);
  await toy.begin('op-1');

  const next = await toy.activate('op-1');

  expect(next).toEqual({ kind: 'later', delayMs: 0 });
  expect((await toy.operation('op-1')).state).toBe('done');
  expect(toy.world.acts).toEqual(['create op-1/first', 'create op-1/second']);
  expect(await toy.audit()).toHaveLength(8);
});

test('an activation overtaken between looking and acting is stopped by the fence', async () => {
  const toy = await toyRunner([], {
    steps: () => [
      {
        name: 'only',
        title: 'Only',
        needs: [],
        deadlineMs: 60_000,
        async ensure(context) {
          if (toy.world.acts.length === 0) {
            toy.world.acts.push('overtaken');
            await toy.activate('op-1');
            await context.fence();
            toy.world.acts.push('acted in spite of it');
          }
          return { kind: 'done', facts: {} };
        },
      },
    ],
  });
  await toy.begin('op-1');

  await toy.activate('op-1');

  expect(toy.world.acts).toEqual(['overtaken']);
  expect((await toy.operation('op-1')).state).toBe('done');
});

/** What stands in each commit of a two-step operation, in order; claims carry only the epoch. */
const commits = ['takeEpoch', 'begun', 'intends', 'step.done', 'operation.done'];
const points = commits.flatMap((text) =>
  (['before', 'after'] as const).flatMap((when) => [1, 4].map((tries) => ({ text, when, tries }))),
);

test.each(points)(
  'losing the connection $when the commit of $text ($tries tries) does everything exactly once',
  async ({ text, when, tries }) => {
    const direct = await openStore();
    const proxy = await startRedisProxy(direct.url);
    onTestFinished(() => proxy.close());
    const through = await openStore({ url: proxy.url, commitTries: tries });
    const toy = await toyRunner(
      [
        { name: 'first', lock: 'vpc' },
        { name: 'second', needs: ['first'], lock: 'vpc' },
      ],
      {
        store: through.store,
      },
    );
    await toy.begin('op-1');
    proxy.loseNext(text, when);

    await toy.run();

    expect(proxy.lost()).toBe(1);
    const operation = await toy.operation('op-1');
    expect(operation.state).toBe('done');
    expect(operation.steps.map(({ record }) => record.status)).toEqual(['done', 'done']);
    expect(toy.world.acts).toEqual(['create op-1/first', 'create op-1/second']);
    expect(await direct.store.readLock('vpc')).toEqual([]);
    const entries = await direct.store.readAudit({ after: 0, limit: 100 });
    expect(verifyAudit(entries).findings).toEqual([]);
    const ended = entries.filter(({ what }) => what === 'step.done' || what === 'operation.done');
    expect(ended.map(({ what, details }) => `${what} ${details.step ?? ''}`.trim())).toEqual([
      'step.done first',
      'step.done second',
      'operation.done',
    ]);
  },
);
