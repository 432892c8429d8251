import { RetryableError } from '../../domain/errors.ts';

/** Fails after `deadlineMs` of wire time, whatever the call goes on to do: nobody else waits for it any longer. */
export async function withDeadline<T>(
  { what, deadlineMs }: { what: string; deadlineMs: number },
  call: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const publicText = `${what} did not answer in time; it is read again by itself.`;
    timer = setTimeout(() => reject(new RetryableError({ code: 'CLUSTER_UNREACHABLE', publicText })), deadlineMs);
  });
  try {
    return await Promise.race([call(), late]);
  } finally {
    clearTimeout(timer);
  }
}
