import type { App } from '@slack/bolt';
import { poolIdPattern } from '../../domain/names.ts';
import { poolOf } from '../../store/pool-record.ts';
import { confirmForeignEntries } from '../../use-cases/confirm-foreign-entries.ts';
import { keepPool } from '../../use-cases/keep-pool.ts';
import { revokeAllOfPool } from '../../use-cases/revoke-all-of-pool.ts';
import { showPodsInTheWay } from '../../use-cases/show-pods-in-the-way.ts';
import { staleReply } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { codeSpan } from '../blocks/escape.ts';
import { podsView } from '../blocks/pods-view.ts';
import { instantWords } from '../blocks/request-words.ts';
import { paragraph } from '../blocks/text.ts';
import { deletePool } from '../commands/delete.ts';
import { refusedRead } from '../commands/refused-read.ts';
import type { CommandRequest } from '../commands/run-command.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { onClick } from './on-click.ts';

/**
 * What is done about what keeps a pool from being deleted: its grants, its pods, entries of others; and the answers to
 * whether it is still needed.
 */
export function registerDeleteButtons(app: App, deps: ListenerDeps): void {
  onClick(app, deps, { actionId: actionIds.revokeAll, carries: poolIdPattern, act: revokeAll });
  onClick(app, deps, { actionId: actionIds.keepPool, carries: poolIdPattern, act: keep });
  onClick(app, deps, { actionId: actionIds.deletePool, carries: poolIdPattern, act: openDelete });
  onClick(app, deps, { actionId: actionIds.podsInTheWay, act: openPods });
  onClick(app, deps, {
    actionId: actionIds.confirmEntries,
    carries: /^op-[a-z0-9]{12}\.[0-9a-f]{8}$/,
    act: confirm,
  });
}

async function revokeAll({ ctx, operationId }: CommandRequest, poolId: string): Promise<Reply> {
  const answer = await revokeAllOfPool(ctx, { pool: { id: poolId }, operationId });
  if (answer.kind !== 'accepted') return refusedRead(answer, poolId);
  return {
    message: paragraph('Every grant of the pool is being closed. Connections that are open may survive.'),
  };
}

async function openPods({ ctx }: CommandRequest, operationId: string): Promise<Reply> {
  const answer = await showPodsInTheWay(ctx, operationId);
  if (answer.kind !== 'found') return refusedRead(answer, operationId);
  return { follow: { kind: 'open-view', view: podsView(answer.poolName, answer.found) } };
}

async function confirm({ ctx }: CommandRequest, carried: string): Promise<Reply> {
  const [operationId = '', digest = ''] = carried.split('.');
  const answer = await confirmForeignEntries(ctx, { operationId, digest });
  if (answer.kind !== 'accepted') return refusedRead(answer, operationId);
  return { message: paragraph(`${codeSpan(operationId)} goes on; what others admit stays as it is.`) };
}

async function keep({ ctx }: CommandRequest, id: string): Promise<Reply> {
  const answer = await keepPool(ctx, { poolId: id });
  if (answer.kind !== 'accepted') return refusedRead(answer, id);
  return { message: paragraph(`Pool ${codeSpan(answer.poolName)} is kept until ${instantWords(answer.untilMs)}.`) };
}

async function openDelete(request: CommandRequest, id: string): Promise<Reply> {
  const record = await request.ctx.store.read(id);
  if (!record) return staleReply();
  return deletePool(request, { pool: poolOf(record).name, confirm: undefined, dryRun: false, poolId: id });
}
