import { describe, expect, it } from 'vitest';
import { byNextToken, byPageNumber } from '../../../src/cloud/alibaba/pages.ts';

const pages = [['a', 'b'], ['c', 'd'], ['e']];

describe('lists in pages', () => {
  it('are read whole by number, with and without a total', async () => {
    const read = (totalCount: number | undefined) =>
      byPageNumber(async (number) => ({ items: pages[number - 1] ?? [], totalCount }));

    expect(await read(5)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await read(undefined)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('end when items vanish while they are read', async () => {
    expect(await byPageNumber(async (number) => ({ items: pages[number - 1] ?? [], totalCount: 9 }))).toHaveLength(5);
  });

  it('are read whole by token, of which an empty one is the last', async () => {
    const all = await byNextToken(async (token) => {
      const index = Number(token ?? 0);
      return { items: pages[index] ?? [], nextToken: index < 2 ? String(index + 1) : '' };
    });

    expect(all).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('a token that never ends is an error, not a loop', async () => {
    await expect(byNextToken(async () => ({ items: [], nextToken: 'again' }))).rejects.toMatchObject({
      code: 'CLOUD_UNAVAILABLE',
    });
  });
});
