import { showCapacity, showPoolCapacity } from '../../use-cases/show-capacity.ts';
import { capacityDetails, capacityTable } from '../blocks/capacity-report.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** How full all pools are, or one with its chart, which comes after the answer. */
export async function capacity({ ctx }: CommandRequest, poolName: string | undefined): Promise<Reply> {
  if (poolName === undefined) return { message: capacityTable(await showCapacity(ctx)) };
  const answer = await showPoolCapacity(ctx, poolName);
  if (answer.kind !== 'found') return refusedRead(answer, 'capacity');
  const { room } = answer;
  const hasChart = (room.now?.zones.length ?? 0) > 0;
  const message = capacityDetails(room, hasChart);
  if (!room.now || !hasChart) return { message };
  const { id: poolId, name } = room.pool;
  return { message, follow: { kind: 'chart', poolId, poolName: name, atMs: room.now.atMs } };
}
