import { isKnownError } from '../domain/errors.ts';

/** Exit code 2 with what happened in words for people, for what we know how to say; throws the rest. */
export async function saidPlainly(act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (!isKnownError(error)) throw error;
    console.error(`egress-pool: ${error.publicText} (${error.code})`);
    return 2;
  }
}
