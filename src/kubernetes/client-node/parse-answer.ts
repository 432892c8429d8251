import type { ZodType } from 'zod';
import { RetryableError } from '../../domain/errors.ts';

/** Parses an object that the API answered; one that lacks what is used is as good as no answer. */
export function parseAnswer<T>(schema: ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new RetryableError({
    code: 'CLUSTER_UNREACHABLE',
    publicText: 'the Kubernetes API answered something unexpected; it is read again by itself.',
    cause: parsed.error,
  });
}
