import { RetryableError } from '../../domain/errors.ts';

export const pageSize = 500;
/** No cluster is this large; a loop that gets there follows a broken continuation. */
const mostPages = 1000;

/** Every item of a list that hands out a continuation. */
export async function allPages<T>(
  readPage: (
    continuation: string | undefined,
  ) => Promise<{ items: T[]; metadata?: { _continue?: string } | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let continuation: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await readPage(continuation);
    all.push(...answer.items);
    continuation = answer.metadata?._continue;
    if (!continuation) return all;
  }
  throw new RetryableError({
    code: 'CLUSTER_UNREACHABLE',
    publicText: 'a list of the Kubernetes API did not end; it is read again by itself.',
  });
}
