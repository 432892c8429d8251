import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the emulated Slack shows every emoji that a message of ours has', () => {
  const page = readFileSync('emulators/slack/page/emoji.js', 'utf8');
  const sources = globSync('src/slack/**/*.ts').map((path) => readFileSync(path, 'utf8'));

  const used = new Set(
    sources
      .flatMap((text) => [...text.matchAll(/(?<=['"`\s])(?<!\w):([a-z_]+):(?!\w)/g)])
      .map((match) => match[1] ?? ''),
  );

  expect(used.size).toBeGreaterThan(10);
  expect([...used].filter((name) => !page.includes(`\n  ${name}: `))).toEqual([]);
});
