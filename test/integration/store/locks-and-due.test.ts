import { expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { openStore } from './open-store.ts';

const join = (store: Store, holder: string) => store.commit({ records: [], join: [{ lock: 'vpc', holder }] });
const leave = (store: Store, holder: string) => store.commit({ records: [], leave: [{ lock: 'vpc', holder }] });

async function threeInLine() {
  const { store } = await openStore();
  for (const id of ['a', 'b', 'c']) await store.commit({ records: [{ id, state: 'running' }] });
  const positions = [];
  for (const id of ['a', 'b', 'c']) {
    const result = await join(store, id);
    positions.push(result.ok ? result.positions.vpc : undefined);
  }
  return { store, positions };
}

test('a lock is given in the order of asking and asking again changes nothing', async () => {
  const { store, positions } = await threeInLine();

  const again = await join(store, 'b');

  expect(positions).toEqual([0, 1, 2]);
  expect(again).toMatchObject({ ok: true, positions: { vpc: 1 } });
  expect(await store.readLock('vpc')).toEqual(['a', 'b', 'c']);
  expect(await store.readLock('other')).toEqual([]);
});

test('who leaves the head wakes the next, whose flag is taken once', async () => {
  const { store } = await threeInLine();

  const left = await leave(store, 'a');

  expect(left).toMatchObject({ ok: true, woken: ['b'] });
  expect(await store.takeWake('b')).toBe(true);
  expect(await store.takeWake('b')).toBe(false);
  expect(await store.takeWake('c')).toBe(false);
});

test('who leaves the middle or was never in line wakes nobody', async () => {
  const { store } = await threeInLine();

  expect(await leave(store, 'b')).toMatchObject({ ok: true, woken: [] });
  expect(await leave(store, 'stranger')).toMatchObject({ ok: true, woken: [] });
  expect(await store.readLock('vpc')).toEqual(['a', 'c']);
});

test('the last one leaves an empty line behind', async () => {
  const { store } = await openStore();
  await join(store, 'a');

  expect(await leave(store, 'a')).toMatchObject({ ok: true, woken: [] });
  expect(await join(store, 'b')).toMatchObject({ ok: true, positions: { vpc: 0 } });
});

test('a refused commit neither joins nor leaves', async () => {
  const { store } = await threeInLine();

  await store.commit({
    records: [{ id: 'a', expect: { states: ['done'] } }],
    leave: [{ lock: 'vpc', holder: 'a' }],
    join: [{ lock: 'vpc', holder: 'd' }],
  });

  expect(await store.readLock('vpc')).toEqual(['a', 'b', 'c']);
});

test('due ids come when their time has come, earliest first, the last time given counts, and null takes them out', async () => {
  const { store } = await openStore();
  await store.commit({
    records: [],
    due: [
      { id: 'late', atMs: 300 },
      { id: 'soon', atMs: 100 },
      { id: 'middle', atMs: 200 },
      { id: 'soon', atMs: 150 },
    ],
  });

  expect(await store.readDue(99, 10)).toEqual([]);
  expect(await store.readDue(200, 10)).toEqual(['soon', 'middle']);
  expect(await store.readDue(300, 2)).toEqual(['soon', 'middle']);
  await store.commit({ records: [], due: [{ id: 'soon', atMs: null }] });
  expect(await store.readDue(300, 10)).toEqual(['middle', 'late']);
});

test('an index is read newest first and keeps only so many', async () => {
  const { store } = await openStore();
  for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
    await store.commit({ records: [], addTo: [{ index: 'ended', id, atMs: index, keep: 3 }] });
  }

  expect(await store.readIndex('ended')).toEqual(['d', 'c', 'b']);
  await store.commit({ records: [], removeFrom: [{ index: 'ended', id: 'c' }] });
  expect(await store.readIndex('ended')).toEqual(['d', 'b']);
  expect(await store.readIndex('unknown')).toEqual([]);
});

test('the inventory is what was written last', async () => {
  const { store } = await openStore();

  expect(await store.readInventory()).toBeUndefined();
  await store.writeInventory('{"a":1}');
  await store.writeInventory('{"a":2}');
  expect(await store.readInventory()).toBe('{"a":2}');
});

test('waking a record sets its flag without counting as a change, and only in the states expected', async () => {
  const { store } = await openStore();
  const wake = (id: string) => store.commit({ records: [{ id, expect: { states: ['running'] }, wake: true }] });
  await store.commit({ records: [{ id: 'a', state: 'running' }] });
  await store.commit({ records: [{ id: 'b', state: 'done' }] });

  const woken = await wake('a');
  const ended = await wake('b');
  const unknown = await wake('c');

  expect(woken).toMatchObject({ ok: true, records: { a: { rev: 1 } } });
  expect(await store.takeWake('a')).toBe(true);
  expect(ended).toMatchObject({ ok: false, reason: 'state' });
  expect((await store.read('b'))?.fields).not.toHaveProperty('wake');
  expect(unknown).toMatchObject({ ok: false, reason: 'absent' });
  expect(await store.read('c')).toBeUndefined();
});

test('an activation that begins takes the wake flag with it, and one set later is still there at its end', async () => {
  const { store } = await openStore();
  await store.commit({ records: [{ id: 'a', state: 'running', wake: true }] });

  await store.commit({ records: [{ id: 'a', takeEpoch: true }] });
  const before = await store.takeWake('a');
  await store.commit({ records: [{ id: 'a', takeEpoch: true }] });
  await store.commit({ records: [{ id: 'a', wake: true }] });

  expect(before).toBe(false);
  expect(await store.takeWake('a')).toBe(true);
});

test('taking the wake flag forgets the activations that did not end in order', async () => {
  const { store } = await openStore();
  await store.commit({ records: [{ id: 'a', state: 'running', takeEpoch: true }] });
  expect((await store.read('a'))?.fields.activations).toBe('1');

  expect(await store.takeWake('a')).toBe(false);

  expect((await store.read('a'))?.fields).not.toHaveProperty('activations');
});
