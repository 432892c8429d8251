import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

/** Every package and file that a file loads when it is imported, by its static imports that are not types only. */
function loadedBy(entry: string): Set<string> {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, clause = '', specifier = ''] of text.matchAll(/^import ([^;]*?)from '([^']+)'/gms)) {
      if (clause.startsWith('type ')) continue;
      if (!specifier.startsWith('.')) found.add(specifier);
      else if (existsSync(join(dirname(file), specifier))) visit(join(dirname(file), specifier));
    }
  };
  visit(join(root, entry));
  return found;
}

test('the bot role loads no cloud SDK and no Kubernetes client', () => {
  const loaded = [...loadedBy('src/wiring/bot-role.ts'), ...loadedBy('src/main.ts')];

  expect(loaded).toContain('@slack/bolt');
  expect(loaded.filter((name) => name.startsWith('@alicloud/') || name.startsWith('@kubernetes/'))).toEqual([]);
});

test('the worker role loads nothing of Slack', () => {
  const loaded = [...loadedBy('src/wiring/worker-role.ts')];

  expect(loaded.some((name) => name.includes('/src/cloud/alibaba/'))).toBe(true);
  expect(loaded.filter((name) => name.startsWith('@slack/') || name.includes('/src/slack/'))).toEqual([]);
});

test('the command line loads neither Slack nor a cloud, and nothing that writes to them', () => {
  const loaded = [...loadedBy('src/cli.ts')];

  expect(loaded).toContain('ioredis');
  expect(loaded.filter((name) => /^@(slack|alicloud|kubernetes)\/|^bullmq$|\/src\/slack\//.test(name))).toEqual([]);
});
