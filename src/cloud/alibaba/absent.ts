import { isKnownError } from '../../domain/errors.ts';
import { readVendorError } from './vendor-error.ts';

/**
 * Answers undefined when the call failed with one of the not-found codes, whatever their case. Only explicit codes
 * prove absence: a 404 without one may be a wrong region or endpoint.
 */
export async function unlessAbsent<T>(codes: readonly string[], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isKnownError(error) && error.code === 'CLOUD_NOT_FOUND') {
      const code = readVendorError(error.cause).code.toLowerCase();
      if (codes.some((known) => known.toLowerCase() === code)) return undefined;
    }
    throw error;
  }
}
