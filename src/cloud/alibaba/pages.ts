import { RetryableError } from '../../domain/errors.ts';

/** No list of the product is near this long; a loop that gets there follows a broken page token. */
const mostPages = 1000;

/** Every item of a list that counts pages from 1. Without a total the list ends at an empty page, never silently earlier. */
export async function byPageNumber<T>(
  readPage: (pageNumber: number) => Promise<{ items: T[]; totalCount: number | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  for (let pageNumber = 1; pageNumber <= mostPages; pageNumber += 1) {
    const { items, totalCount } = await readPage(pageNumber);
    all.push(...items);
    if (items.length === 0 || (totalCount !== undefined && all.length >= totalCount)) return all;
  }
  throw tooManyPages();
}

/** Every item of a list that hands out a token for the next page. */
export async function byNextToken<T>(
  readPage: (nextToken: string | undefined) => Promise<{ items: T[]; nextToken?: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await readPage(nextToken);
    all.push(...answer.items);
    if (!answer.nextToken) return all;
    nextToken = answer.nextToken;
  }
  throw tooManyPages();
}

function tooManyPages(): RetryableError {
  return new RetryableError({
    code: 'CLOUD_UNAVAILABLE',
    publicText: 'a list of Alibaba Cloud did not end; it is read again by itself.',
  });
}
