import { showPool } from '../../use-cases/show-pool.ts';
import { poolDetails } from '../blocks/pool-details.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

export async function show({ ctx }: CommandRequest, poolName: string): Promise<Reply> {
  const answer = await showPool(ctx, poolName);
  if (answer.kind !== 'found') return refusedRead(answer, 'show');
  return { message: poolDetails(answer.pool, answer.operation, answer) };
}
