import type { ErrorCode } from '../../domain/error-codes.ts';
import { isKnownError } from '../../domain/errors.ts';

/** What a read came to: a value, or the code of its failure. */
export async function outcomeOf<T>(
  read: Promise<T>,
): Promise<{ value: T; failure: undefined } | { value: undefined; failure: ErrorCode }> {
  try {
    return { value: await read, failure: undefined };
  } catch (error) {
    return { value: undefined, failure: isKnownError(error) ? error.code : 'CLOUD_UNAVAILABLE' };
  }
}
