import { workloadPatchYaml } from '../../domain/workload-patch.ts';
import { requestWorkloadProof } from '../../use-cases/request-workload-proof.ts';
import { showPool } from '../../use-cases/show-pool.ts';
import { replyTo } from '../answers.ts';
import { poolUse } from '../blocks/pool-details.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** Prints what a workload needs; with a workload named, starts the proof of its pods' addresses. */
export async function use(
  request: CommandRequest,
  given: { pool: string; workload: string | undefined },
): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  if (given.workload === undefined) {
    const answer = await showPool(ctx, given.pool);
    if (answer.kind !== 'found') return refusedRead(answer, 'use');
    return { message: poolUse(answer.pool, workloadPatchYaml(answer.pool)) };
  }
  const answer = await requestWorkloadProof(ctx, {
    operationId,
    poolName: given.pool,
    workload: given.workload,
    announcement: { channelId, userId },
  });
  return replyTo(answer, { doing: 'Proving a workload of pool', channelId, command: 'use' });
}
