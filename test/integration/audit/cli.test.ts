import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { verifyAudit } from '../../../src/domain/audit-chain.ts';
import { keys } from '../../../src/store/redis/keys.ts';
import { auditEntry, type OpenStore, openStore } from '../store/open-store.ts';

const cli = resolve(import.meta.dirname, '../../../src/cli.ts');
let opened: OpenStore;

beforeEach(async () => {
  opened = await openStore();
  for (let index = 1; index <= 6; index += 1) {
    const entry = auditEntry(index % 2 ? 'said' : '=1+1', { pool: index % 2 ? 'payments' : 'billing' });
    await opened.store.commit({ records: [], audit: [{ ...entry, atMs: Date.now() - index }] });
  }
});

/** As an operator runs it: with the address of Redis and the file, and no other secret. */
async function run(...args: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'egress-pool-cli-'));
  const config = join(folder, 'egress-pool.yaml');
  await writeFile(config, 'installation: acme-test\n');
  const env = { REDIS_URL: opened.url, EGRESS_POOL_CONFIG: config };
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
    const child = execFile(process.execPath, [cli, ...args], { env }, (_, stdout, stderr) =>
      done({ code: child.exitCode, stdout, stderr }),
    );
  });
}

const linkAt = async (number: number) => (await opened.store.readAudit({ after: number - 1, limit: 1 }))[0]?.link ?? '';

/** The fields of an entry as they stand in Redis. */
async function fieldsOf(number: number): Promise<string[]> {
  const [row] = await opened.redis.xrange(keys.audit, `${number}-0`, `${number}-0`);
  return row?.[1] ?? [];
}

/** Somebody with access to Redis writes the log anew, with some entries as they like. */
async function rewrite(entryAt: (number: number) => Promise<string[] | undefined>): Promise<void> {
  const rows = await Promise.all([1, 2, 3, 4, 5, 6].map(async (number) => [number, await entryAt(number)] as const));
  await opened.redis.del(keys.audit);
  for (const [number, fields] of rows) {
    if (fields) await opened.redis.xadd(keys.audit, `${number}-0`, ...fields);
  }
}

test('a whole log is found whole, with its number of entries and its head', async () => {
  expect(await run('audit', 'verify')).toEqual({
    code: 0,
    stdout: `the audit log is whole: 6 entries, head 6:${await linkAt(6)}\n`,
    stderr: '',
  });
  expect((await run('audit', 'verify', '--head', `4:${await linkAt(4)}`)).code).toBe(0);
});

test('a changed entry is named', async () => {
  await rewrite(async (number) => {
    const fields = await fieldsOf(number);
    return number === 3 ? fields.map((text) => text.replace('payments', 'paymentz')) : fields;
  });

  const { code, stdout } = await run('audit', 'verify');

  expect(code).toBe(1);
  expect(stdout).toContain('entry 3 was changed');
  expect(stdout).toContain('the audit log is broken: 6 entries');
});

test('an entry that is no JSON any more is named', async () => {
  await rewrite(async (number) => (number === 5 ? ['entry', '{"what', 'hash', 'h', 'link', 'l'] : fieldsOf(number)));

  expect((await run('audit', 'verify')).stdout).toContain('entry 5 was changed');
  expect((await run('audit', 'export')).stdout).toContain('unreadable');
});

test('missing entries are named, also the first and the last', async () => {
  await opened.redis.xdel(keys.audit, '1-0', '3-0', '5-0', '6-0');

  const { code, stdout } = await run('audit', 'verify');

  expect(code).toBe(1);
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    'entry 1 is missing',
    'entry 3 is missing',
    'entries 5 to 6 are missing',
  ]);
});

test('entries that changed places are named', async () => {
  await rewrite((number) => fieldsOf(number === 2 ? 4 : number === 4 ? 2 : number));

  const { code, stdout } = await run('audit', 'verify');

  expect(code).toBe(1);
  expect(stdout).toMatch(/entry 2 does not continue/);
  expect(stdout).toMatch(/entry 4 does not continue/);
});

test('a log that was written anew as a whole is found by a head that was kept elsewhere', async () => {
  const kept = `4:${await linkAt(4)}`;
  await opened.redis.del(keys.audit, keys.auditHead);
  for (let index = 0; index < 6; index += 1) await opened.store.commit({ records: [], audit: [auditEntry('forged')] });

  expect((await run('audit', 'verify')).code).toBe(0);
  const found = await run('audit', 'verify', '--head', kept);
  expect(found.code).toBe(1);
  expect(found.stdout).toContain('entry 4 is not the one whose link was kept');
});

test('a log that was cut off is found by a head that was kept elsewhere', async () => {
  const kept = `6:${await linkAt(6)}`;
  await opened.redis.xdel(keys.audit, '5-0', '6-0');
  await opened.redis.hset(keys.auditHead, 'number', '4', 'link', await linkAt(4));

  expect((await run('audit', 'verify')).code).toBe(0);
  expect((await run('audit', 'verify', '--head', kept)).stdout).toContain('entries 5 to 6 are missing');
});

test('exports as CSV, with no cell that a spreadsheet runs', async () => {
  const { code, stdout } = await run('audit', 'export');

  const lines = stdout.trimEnd().split('\r\n');
  expect(code).toBe(0);
  expect(lines).toHaveLength(7);
  expect(lines[2]).toContain(",'=1+1,");
});

test('exports as JSON Lines, from which the chain can be checked again', async () => {
  const { stdout } = await run('audit', 'export', '--format', 'jsonl');

  const entries = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(entries).toHaveLength(6);
  expect(verifyAudit(entries).findings).toEqual([]);
});

test('exports what fits a pool and a time', async () => {
  const old = { ...auditEntry('old', { pool: 'payments' }), atMs: Date.now() - 8 * 86_400_000 };
  await opened.store.commit({ records: [], audit: [old] });

  const { stdout } = await run('audit', 'export', '--format', 'jsonl', '--pool', 'payments', '--since', '7d');

  const entries = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(entries.map(({ number }) => number)).toEqual([1, 3, 5]);
});

test('a long log is read in pages', async () => {
  const many = Array.from({ length: 2_500 }, (_, index) => auditEntry('many', { index }));
  await opened.store.commit({ records: [], audit: many });

  expect((await run('audit', 'verify')).stdout).toContain('whole: 2506 entries');
  expect((await run('audit', 'export', '--format', 'jsonl')).stdout.trimEnd().split('\n')).toHaveLength(2_506);
});

test.each([
  [['audit', 'export', '--format', 'xml'], '--format is csv or jsonl'],
  [['audit', 'export', '--since', 'yesterday'], '--since is a number and s, m, h or d'],
  [['audit', 'verify', '--head', '4'], '--head is the number and the link'],
  [['audit', 'drop'], 'usage:'],
  [['--nonsense'], "Unknown option '--nonsense'"],
])('%j is answered with what is wrong and exit code 2', async (args, words) => {
  const { code, stderr } = await run(...args);

  expect(code).toBe(2);
  expect(stderr).toContain(words);
});

test('--help explains itself', async () => {
  const { code, stdout } = await run('--help');

  expect(code).toBe(0);
  expect(stdout).toContain('audit verify [--head N:LINK]');
});
