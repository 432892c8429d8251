import { expect, onTestFinished, test } from 'vitest';
import { startRedis } from '../../../scripts/redis-server.ts';
import { verifyAudit } from '../../../src/domain/audit-chain.ts';
import { auditEntry, openStore } from './open-store.ts';
import { startRedisProxy } from './redis-proxy.ts';

async function proxied(options: { commitTries: number }) {
  const direct = await openStore();
  const proxy = await startRedisProxy(direct.url);
  onTestFinished(() => proxy.close());
  return { direct, proxy, through: await openStore({ url: proxy.url, ...options }) };
}

const requested = {
  records: [{ id: 'a', expect: { absent: true as const }, state: 'running', takeEpoch: true as const }],
  audit: [auditEntry('requested')],
  join: [{ lock: 'l', holder: 'a' }],
};

test.each(['before', 'after'] as const)(
  'a commit whose connection is lost %s it was taken is written once',
  async (when) => {
    const { direct, proxy, through } = await proxied({ commitTries: 4 });
    proxy.loseNext('requested', when);
    const startedAt = performance.now();

    const result = await through.store.commit(requested);

    // Long before the command deadline: a lost connection is noticed, not waited out.
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(proxy.lost()).toBe(1);
    expect(result).toMatchObject({
      ok: true,
      records: { a: { rev: 1, epoch: 1, record: { state: 'running' } } },
      positions: { l: 0 },
    });
    expect(await direct.store.readAudit({ after: 0, limit: 10 })).toHaveLength(1);
    expect(through.audited).toHaveLength(1);
    expect(await direct.store.read('a')).toMatchObject({ rev: 1, epoch: 1 });
  },
);

test('a refusal whose answer is lost is answered as the same refusal', async () => {
  const { direct, proxy, through } = await proxied({ commitTries: 4 });
  await direct.store.commit({ records: [{ id: 'a', state: 'done' }] });
  proxy.loseNext('requested', 'after');

  expect(await through.store.commit(requested)).toEqual({ ok: false, id: 'a', reason: 'exists', state: 'done' });
});

test.each(['before', 'after'] as const)(
  'on the ack path a connection lost %s is reported as not known',
  async (when) => {
    const { direct, proxy, through } = await proxied({ commitTries: 1 });
    proxy.loseNext('requested', when);

    await expect(through.store.commit(requested)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      publicText: expect.stringContaining('not known'),
    });
    expect(await direct.store.read('a')).toEqual(when === 'after' ? expect.objectContaining({ rev: 1 }) : undefined);
  },
);

test('without a connection the ack path fails at once', async () => {
  const { proxy, through } = await proxied({ commitTries: 1 });
  const bot = await openStore({ url: proxy.url, commitTries: 1, waitForConnection: false });
  await proxy.close();
  await expect.poll(() => bot.redis.status).not.toBe('ready');

  const startedAt = performance.now();
  await expect(bot.store.commit(requested)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await expect(bot.store.read('a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });

  expect(performance.now() - startedAt).toBeLessThan(500);
  through.redis.disconnect();
});

test('a server that does not answer is given up after the command deadline', async () => {
  const { store, redis } = await openStore({ commitTries: 1, commandTimeoutMs: 200 });
  await redis.client('PAUSE', 600, 'ALL');

  await expect(store.commit(requested)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
});

test('what was answered survives a crash of Redis, and a store goes on by itself afterwards', async () => {
  const server = await startRedis({ persist: true });
  onTestFinished(() => server.stop());
  const { store } = await openStore({ url: server.url });
  await store.commit({ ...requested, due: [{ id: 'a', atMs: 5 }], addTo: [{ index: 'i', id: 'a', atMs: 1 }] });

  await server.restart();
  await expect
    .poll(() => store.read('a').catch(() => undefined), { timeout: 5_000 })
    .toMatchObject({ rev: 1, epoch: 1 });
  const next = await store.commit({
    records: [{ id: 'a', expect: { epoch: 1 }, state: 'done' }],
    audit: [auditEntry('done')],
  });

  expect(next.ok).toBe(true);
  expect(await store.readDue(10, 10)).toEqual(['a']);
  expect(await store.readIndex('i')).toEqual(['a']);
  expect(await store.readLock('l')).toEqual(['a']);
  const entries = await store.readAudit({ after: 0, limit: 10 });
  expect(entries.map(({ what }) => what)).toEqual(['requested', 'done']);
  expect(verifyAudit(entries).findings).toEqual([]);
});
