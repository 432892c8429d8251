import type { Pool } from '../domain/pool.ts';
import type { UseCaseContext } from './context.ts';
import { readPools } from './find-pool.ts';

/** All pools that are not gone, newest first, from the store alone. */
export function listPools(ctx: UseCaseContext): Promise<Pool[]> {
  return readPools(ctx.store);
}
