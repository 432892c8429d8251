import type { App } from '@slack/bolt';
import { poolIdPattern } from '../../domain/names.ts';
import { requestPoolRepair } from '../../use-cases/request-pool-repair.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { codeSpan } from '../blocks/escape.ts';
import { paragraph } from '../blocks/text.ts';
import { refusedRead } from '../commands/refused-read.ts';
import type { CommandRequest } from '../commands/run-command.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { onClick } from './on-click.ts';

/** Repair under what was found about a pool. */
export function registerPoolRepair(app: App, deps: ListenerDeps): void {
  onClick(app, deps, { actionId: actionIds.repairPool, carries: poolIdPattern, act: repairPool });
}

async function repairPool(request: CommandRequest, poolId: string): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  const answer = await requestPoolRepair(ctx, { operationId, poolId, announcement: { channelId, userId } });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, poolId);
  return {
    message: paragraph(
      `Pool ${codeSpan(answer.poolName)} is being repaired as ${codeSpan(operationId)}; its thread shows every step.`,
    ),
    follow: { kind: 'accepted', channelId },
  };
}
