import type { App } from '@slack/bolt';
import { confirmForeignEntries } from '../../use-cases/confirm-foreign-entries.ts';
import { revokeAllOfPool } from '../../use-cases/revoke-all-of-pool.ts';
import { showPodsInTheWay } from '../../use-cases/show-pods-in-the-way.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { codeSpan } from '../blocks/escape.ts';
import { podsView } from '../blocks/pods-view.ts';
import { paragraph } from '../blocks/text.ts';
import { refusedRead } from '../commands/refused-read.ts';
import type { CommandRequest } from '../commands/run-command.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { onClick } from './on-click.ts';

/** What is done about what keeps a pool from being deleted: its grants, its pods, entries of others. */
export function registerDeleteButtons(app: App, deps: ListenerDeps): void {
  onClick(app, deps, { actionId: actionIds.revokeAll, carries: /^pool-[a-z0-9]{12}$/, act: revokeAll });
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
