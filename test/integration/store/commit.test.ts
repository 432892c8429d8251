import { expect, test } from 'vitest';
import type { Commit, Expectation } from '../../../src/store/store.ts';
import { auditEntry, openStore } from './open-store.ts';

const refusals: { name: string; expect: Expectation; reason: string }[] = [
  { name: 'the record is there though it should not be', expect: { absent: true }, reason: 'exists' },
  { name: 'it is in another state', expect: { states: ['done', 'failed'] }, reason: 'state' },
  { name: 'it has another revision', expect: { rev: 7 }, reason: 'rev' },
  { name: 'it has another epoch', expect: { epoch: 5 }, reason: 'epoch' },
];

test.each(refusals)('writes nothing at all when $name', async (refusal) => {
  const { store, redis } = await openStore();
  await store.commit({ records: [{ id: 'a', state: 'running', set: { x: '1' } }] });
  const before = await redis.keys('*');

  const result = await store.commit({
    records: [
      { id: 'new', expect: { absent: true }, state: 'running' },
      { id: 'a', expect: refusal.expect, state: 'done', set: { x: '2' } },
    ],
    audit: [auditEntry('x')],
    join: [{ lock: 'l', holder: 'new' }],
    due: [{ id: 'new', atMs: 1 }],
    addTo: [{ index: 'i', id: 'new', atMs: 1 }],
  });

  expect(result).toEqual({ ok: false, id: 'a', reason: refusal.reason, state: 'running' });
  expect(await store.read('new')).toBeUndefined();
  expect(await store.read('a')).toMatchObject({ state: 'running', rev: 1, fields: { x: '1' } });
  expect(await store.readDue(10, 10)).toEqual([]);
  // Only the answers of the two commits differ.
  const others = (all: string[]) => all.filter((key) => !key.includes(':answer:')).sort();
  expect(others(await redis.keys('*'))).toEqual(others(before));
});

test.each<Expectation>([{ states: ['running'] }, { rev: 1 }, { epoch: 1 }])(
  'refuses a record that is not there when it expects %j',
  async (wanted) => {
    const { store } = await openStore();

    const result = await store.commit({ records: [{ id: 'a', expect: wanted, state: 'done' }] });

    expect(result).toEqual({ ok: false, id: 'a', reason: 'absent', state: undefined });
    expect(await store.read('a')).toBeUndefined();
  },
);

test('all expectations of a record must hold, and then everything is written', async () => {
  const { store } = await openStore();
  await store.commit({ records: [{ id: 'a', state: 'running', set: { x: '1', y: '1' }, takeEpoch: true }] });

  const result = await store.commit({
    records: [
      {
        id: 'a',
        expect: { states: ['running', 'waiting'], rev: 1, epoch: 1 },
        state: 'done',
        set: { x: '2' },
        unset: ['y'],
      },
      { id: 'b', expect: { absent: true }, set: { only: 'field' }, state: 'new' },
    ],
  });

  expect(result).toMatchObject({ ok: true, records: { a: { rev: 2 }, b: { rev: 1 } } });
  expect(await store.read('a')).toMatchObject({ state: 'done', rev: 2, epoch: 1, fields: { x: '2' } });
  expect((await store.read('a'))?.fields).not.toHaveProperty('y');
  expect(await store.readMany(['b', 'none', 'a'])).toMatchObject([{ id: 'b' }, { id: 'a' }]);
});

test('looking at a record in an expectation neither creates nor changes it', async () => {
  const { store } = await openStore();
  await store.commit({ records: [{ id: 'a', state: 'taken' }] });

  const result = await store.commit({
    records: [
      { id: 'a', expect: { states: ['taken'] } },
      { id: 'b', expect: { absent: true } },
    ],
  });

  expect(result.ok).toBe(true);
  expect(await store.read('a')).toMatchObject({ rev: 1 });
  expect(await store.read('b')).toBeUndefined();
});

test('of many commits on the same revision exactly one is taken', async () => {
  const { store } = await openStore();
  await store.commit({ records: [{ id: 'a', state: 's' }] });
  const change = (index: number): Commit => ({
    records: [{ id: 'a', expect: { rev: 1 }, set: { winner: String(index) } }],
    audit: [auditEntry('won', { index })],
  });

  const results = await Promise.all(Array.from({ length: 50 }, (_, index) => store.commit(change(index))));

  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await store.readAudit({ after: 0, limit: 100 })).toHaveLength(1);
  expect(results.filter((one) => !one.ok && one.reason === 'rev')).toHaveLength(49);
});

test('each taking of an epoch is a new one, answers the record, and shuts out writers with an older one', async () => {
  const { store } = await openStore();
  await store.commit({ records: [{ id: 'a', state: 'running', set: { x: '1' } }] });
  const take = () => store.commit({ records: [{ id: 'a', expect: { states: ['running'] }, takeEpoch: true }] });

  const first = await take();
  const second = await take();
  const late = await store.commit({ records: [{ id: 'a', expect: { epoch: 1 }, set: { x: 'late' } }] });
  const current = await store.commit({ records: [{ id: 'a', expect: { epoch: 2 }, set: { x: 'now' } }] });

  expect(first).toMatchObject({ ok: true, records: { a: { epoch: 1, rev: 1, record: { fields: { x: '1' } } } } });
  expect(second).toMatchObject({ ok: true, records: { a: { epoch: 2 } } });
  expect(late).toMatchObject({ ok: false, reason: 'epoch' });
  expect(current.ok).toBe(true);
  expect(await store.readEpoch('a')).toBe(2);
  expect(await store.readEpoch('none')).toBe(0);
});

test('a removed record is gone with all its fields and can be made again', async () => {
  const { store } = await openStore();
  await store.commit({ records: [{ id: 'a', state: 's', set: { x: '1' } }] });

  await store.commit({ records: [{ id: 'a', remove: true }] });
  const again = await store.commit({ records: [{ id: 'a', expect: { absent: true }, state: 'new' }] });

  expect(again).toMatchObject({ ok: true, records: { a: { rev: 1 } } });
  expect((await store.read('a'))?.fields).toEqual({});
});

test('any text survives: quotes, line breaks, other scripts, a long one', async () => {
  const { store } = await openStore();
  const fields = {
    quotes: `"'\\`,
    lines: 'a\r\nb\u0000c',
    script: 'платежи 支付 💳',
    long: 'x'.repeat(100_000),
    empty: '',
  };

  await store.commit({ records: [{ id: 'a', state: 's', set: fields }], audit: [auditEntry('x', fields)] });

  expect((await store.read('a'))?.fields).toEqual(fields);
  expect((await store.readAudit({ after: 0, limit: 1 }))[0]?.details).toEqual(fields);
});
