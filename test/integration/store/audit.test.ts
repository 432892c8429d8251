import { expect, test } from 'vitest';
import { verifyAudit } from '../../../src/domain/audit-chain.ts';
import { keys } from '../../../src/store/redis/keys.ts';
import { auditEntry, openStore } from './open-store.ts';

async function written(count: number) {
  const opened = await openStore();
  for (let index = 1; index <= count; index += 1) {
    await opened.store.commit({
      records: [],
      audit: [auditEntry('said', { index, nested: { b: 1, a: [undefined, 2] } })],
    });
  }
  return opened;
}

test('entries are numbered without a gap and the chain can be recomputed, over many writers at once', async () => {
  const { store } = await openStore();

  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      store.commit({ records: [], audit: [auditEntry('one', { index }), auditEntry('two', { index })] }),
    ),
  );

  const entries = await store.readAudit({ after: 0, limit: 100 });
  expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
  expect(verifyAudit(entries).findings).toEqual([]);
});

test('each writer is told the numbers and links of its own entries', async () => {
  const { store, audited } = await written(3);

  const entries = await store.readAudit({ after: 0, limit: 10 });

  expect(audited.map(({ number, hash, link }) => ({ number, hash, link }))).toEqual(
    entries.map(({ number, hash, link }) => ({ number, hash, link })),
  );
});

test('it is read in pages', async () => {
  const { store } = await written(5);

  const first = await store.readAudit({ after: 0, limit: 3 });
  const second = await store.readAudit({ after: 3, limit: 3 });

  expect([...first, ...second].map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  expect(verifyAudit(second, verifyAudit(first).head).findings).toEqual([]);
});

test('an entry taken out of Redis is found missing', async () => {
  const { store, redis } = await written(4);

  await redis.xdel(keys.audit, '2-0');

  expect(verifyAudit(await store.readAudit({ after: 0, limit: 10 })).findings).toEqual([
    { kind: 'missing', from: 2, to: 2 },
  ]);
});

test('an entry of a refused commit is not in the log', async () => {
  const { store, audited } = await openStore();

  await store.commit({ records: [{ id: 'a', expect: { states: ['x'] } }], audit: [auditEntry('never')] });

  expect(await store.readAudit({ after: 0, limit: 10 })).toEqual([]);
  expect(audited).toEqual([]);
});
