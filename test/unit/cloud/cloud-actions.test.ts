import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cloudActions } from '../../../src/cloud/alibaba/actions.ts';

const folder = new URL('../../../src/cloud/alibaba/', import.meta.url);

describe('the list of RAM actions', () => {
  it('equals the actions that the adapter calls', () => {
    const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    const called = sources
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .flatMap((source) => [...source.matchAll(/action: '([a-z]+:\w+)'/g)])
      .map((match) => match[1]);

    expect([...new Set(called)].sort()).toEqual([...cloudActions].sort());
  });
});
