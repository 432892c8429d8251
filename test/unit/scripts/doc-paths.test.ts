import { expect, test } from 'vitest';
import { brokenPaths } from '../../../scripts/doc-paths.ts';

const there = new Set([
  'src/domain',
  'src/domain/cidr.ts',
  'docs/adr/0001-record-decisions.md',
  'README.md',
  'package.json',
]);
const broken = (text: string, path = 'README.md') => brokenPaths({ path, text }, (one) => there.has(one));

test('a path in backticks must exist', () => {
  expect(broken('see `src/domain/cidr.ts` and `src/domain`')).toEqual([]);
  expect(broken('first\nsee `src/domain/gone.ts`')).toEqual(['README.md:2: src/domain/gone.ts does not exist']);
  expect(broken('`ARCHITECTURE.md`')).toHaveLength(1);
});

test('a relative link must lead somewhere', () => {
  expect(broken('[one](../../README.md#top)', 'docs/adr/0001-record-decisions.md')).toEqual([]);
  expect(broken('[one](0002-gone.md)', 'docs/adr/0001-record-decisions.md')).toEqual([
    'docs/adr/0001-record-decisions.md:1: docs/adr/0002-gone.md does not exist',
  ]);
});

test('commands, addresses, other words and code blocks are left alone', () => {
  expect(
    broken('`npm test` `redis://x` `egress-pool.yaml` `a/b` [x](https://example.com/src/no.ts) [y](#here)'),
  ).toEqual([]);
  expect(broken('```\n`src/no.ts`\n```')).toEqual([]);
});

test('a path with a placeholder is checked as far as it is certain', () => {
  expect(broken('`src/domain/<name>.ts`')).toEqual([]);
  expect(broken('`src/gone/*.ts`')).toEqual(['README.md:1: src/gone does not exist']);
});
