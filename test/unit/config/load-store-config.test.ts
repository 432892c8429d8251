import { expect, test } from 'vitest';
import { loadStoreConfig } from '../../../src/config/load-store-config.ts';

const file = 'installation: acme-prod\nclusters: nonsense that only the service minds\n';
const env = { REDIS_URL: 'redis://127.0.0.1:6379/0' };

test('reading the store takes the address of Redis and the installation, and no secret of Slack or a cloud', () => {
  const loaded = loadStoreConfig(env, () => file);

  expect(loaded).toMatchObject({ ok: true, config: { installation: 'acme-prod', timeScale: 1 } });
  expect(JSON.stringify(loaded)).not.toContain('127.0.0.1');
});

test.each<[Record<string, string>, string, string[]]>([
  [{}, file, ['REDIS_URL']],
  [{ REDIS_URL: 'http://x' }, 'clusters: []', ['REDIS_URL', 'installation']],
  [env, '{', ['EGRESS_POOL_CONFIG']],
  [env, '', ['egress-pool.yaml']],
])('reports all that is wrong at once (%#)', (given, text, paths) => {
  const loaded = loadStoreConfig(given, () => text);

  expect(loaded.ok ? [] : loaded.problems.map(({ path }) => path)).toEqual(paths);
});
