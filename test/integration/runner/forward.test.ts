import { expect, test } from 'vitest';
import { statusesOf, toyRunner } from './toy-runner.ts';

test('runs steps in the order of their needs and ends the operation with the last one', async () => {
  const toy = await toyRunner([{ name: 'first' }, { name: 'second', needs: ['first'] }]);
  await toy.begin('op-1');

  await toy.run();

  const operation = await toy.operation('op-1');
  expect(operation.state).toBe('done');
  expect(operation.endedAtMs).toBe(toy.time.nowMs);
  expect(toy.world.acts).toEqual(['create op-1/first', 'create op-1/second']);
  expect(operation.steps.map(({ record }) => record.facts)).toEqual([
    { thing: 'op-1/first' },
    { thing: 'op-1/second' },
  ]);
  expect(await toy.audit()).toEqual([
    'operation.requested',
    'step.begun first',
    'step.intends first',
    'step.done first',
    'step.begun second',
    'step.intends second',
    'step.done second',
    'operation.done',
  ]);
  expect((await toy.store.readDue(Number.MAX_SAFE_INTEGER, 10)).filter((id) => !id.startsWith('msg-'))).toEqual([]);
  expect(await toy.store.readIndex('operations-unfinished')).toEqual([]);
  expect(await toy.store.readIndex('operations-ended')).toEqual(['op-1']);
});

test('runs the two arms of a diamond side by side and what needs both after both', async () => {
  const toy = await toyRunner([
    { name: 'top' },
    { name: 'left', needs: ['top'], takesMs: 60_000 },
    { name: 'right', needs: ['top'], takesMs: 40_000 },
    { name: 'bottom', needs: ['left', 'right'] },
  ]);
  await toy.begin('op-1');
  const startedAtMs = toy.time.nowMs;

  await toy.run();

  const tookMs = toy.time.nowMs - startedAtMs;
  expect((await toy.operation('op-1')).state).toBe('done');
  expect(toy.world.acts).toEqual(['top', 'left', 'right', 'bottom'].map((name) => `create op-1/${name}`));
  expect(tookMs).toBeGreaterThanOrEqual(60_000);
  expect(tookMs).toBeLessThan(60_000 * 1.05);
});

test('a step that waits is polled ever more slowly and holds no slot meanwhile', async () => {
  let looks = 0;
  const toy = await toyRunner([{ name: 'slow', takesMs: 300_000, onEnsure: () => void looks++ }]);
  await toy.begin('op-1');

  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('done');
  expect(looks).toBeGreaterThan(30);
  expect(looks).toBeLessThan(120);
});

test('domain time passes as many times faster as the scale says', async () => {
  const toy = await toyRunner([{ name: 'slow', takesMs: 300_000 }], { scale: 100 });
  await toy.begin('op-1');
  const startedAtMs = toy.time.nowMs;

  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('done');
  expect(toy.time.nowMs - startedAtMs).toBeGreaterThanOrEqual(3_000);
  expect(toy.time.nowMs - startedAtMs).toBeLessThan(3_200);
});

test('steps that become known when one is done are run then', async () => {
  const toy = await toyRunner([], {
    steps: (operation, _plan, make) => [
      make({ name: 'plan', leadsOn: true }),
      ...(operation.steps[0]?.record.status === 'done' ? [make({ name: 'known-later', needs: ['plan'] })] : []),
    ],
  });
  await toy.begin('op-1');

  await toy.run();

  expect(await statusesOf(toy, 'op-1')).toEqual({ plan: 'done', 'known-later': 'done' });
  expect((await toy.operation('op-1')).state).toBe('done');
});

test('a step whose need never comes true does not count as done', async () => {
  const toy = await toyRunner([{ name: 'first' }, { name: 'orphan', needs: ['nobody'] }]);
  await toy.begin('op-1');

  await toy.run();

  const operation = await toy.operation('op-1');
  expect(operation).toMatchObject({ state: 'waiting', error: { code: 'STEP_STUCK' } });
  expect(toy.world.acts).toEqual(['create op-1/first']);
});

test('changes that a step brings along are committed with its result, and a conflict runs the step again', async () => {
  let tries = 0;
  const also = { records: [{ id: 'shared', expect: { rev: 1 }, set: { by: 'op-1' } }] };
  const toy = await toyRunner([{ name: 'reserve', onEnsure: () => void tries++, result: { also } }]);
  await toy.store.commit({ records: [{ id: 'shared', state: 's' }] });
  await toy.store.commit({ records: [{ id: 'shared', set: { by: 'other' } }] });
  await toy.begin('op-1');

  await toy.run({ until: () => tries === 3 });
  expect((await toy.operation('op-1')).state).toBe('running');
  expect((await toy.store.read('shared'))?.fields.by).toBe('other');
  also.records = [{ id: 'shared', expect: { rev: 2 }, set: { by: 'op-1' } }];
  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('done');
  expect((await toy.store.read('shared'))?.fields.by).toBe('op-1');
  expect(toy.world.acts).toEqual(['create op-1/reserve']);
});

test('a conflict that never ends is tried at the pace of polls until the deadline', async () => {
  let tries = 0;
  const also = { records: [{ id: 'shared', expect: { states: ['never'] } }] };
  const toy = await toyRunner([
    { name: 'reserve', deadlineMs: 60_000, onEnsure: () => void tries++, result: { also } },
  ]);
  await toy.begin('op-1');

  await toy.run();

  expect(await toy.operation('op-1')).toMatchObject({ state: 'failed', error: { code: 'STEP_TIMED_OUT' } });
  expect(tries).toBeLessThan(400);
});

test('what the workflow adds at its end is committed with the last step or not at all', async () => {
  const toy = await toyRunner([{ name: 'only' }], {
    atEnd: async () => ({ records: [{ id: 'pool', expect: { states: ['creating'] }, state: 'ready' }] }),
  });
  await toy.store.commit({ records: [{ id: 'pool', state: 'creating' }] });
  await toy.begin('op-1');

  await toy.run();

  expect((await toy.operation('op-1')).state).toBe('done');
  expect((await toy.store.read('pool'))?.state).toBe('ready');
});

test('an end that others keep in the way is left to a person', async () => {
  const toy = await toyRunner([{ name: 'only', leadsOn: true }], {
    atEnd: async () => ({ records: [{ id: 'pool', expect: { states: ['creating'] }, state: 'ready' }] }),
  });
  await toy.store.commit({ records: [{ id: 'pool', state: 'gone' }] });
  await toy.begin('op-1');

  await toy.run();

  expect(await toy.operation('op-1')).toMatchObject({ state: 'waiting', error: { code: 'STEP_STUCK' } });
  expect((await toy.store.read('pool'))?.state).toBe('gone');
});

test('a message that cannot be enqueued changes nothing: it is due already', async () => {
  const toy = await toyRunner([{ name: 'first' }, { name: 'second', needs: ['first'] }], {
    queues: {
      enqueue: async () => {
        throw new Error('no connection');
      },
    },
  });
  await toy.begin('op-1');
  toy.calendar.set('op-1', toy.time.nowMs);

  await toy.run();

  const operation = await toy.operation('op-1');
  expect(operation.state).toBe('done');
  expect(operation.steps.map(({ record }) => record.lastError)).toEqual([undefined, undefined]);
  expect(await toy.store.readDue(toy.time.nowMs, 10)).toContain('msg-op-1');
});
