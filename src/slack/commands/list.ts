import { listPools } from '../../use-cases/list-pools.ts';
import { poolList } from '../blocks/pool-list.ts';
import type { Reply } from '../listener-deps.ts';
import type { CommandRequest } from './run-command.ts';

export async function list({ ctx }: CommandRequest): Promise<Reply> {
  return { message: poolList(await listPools(ctx)) };
}
