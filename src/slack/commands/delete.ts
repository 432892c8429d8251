import { previewDelete, type RawDeleteRequest, requestDeletePool } from '../../use-cases/request-delete-pool.ts';
import { replyTo } from '../answers.ts';
import { deleteForm } from '../blocks/delete-form.ts';
import { poolInUse } from '../blocks/delete-words.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** Deletes a pool once its name was typed again: in the command, or in the form that opens otherwise. */
export async function deletePool(request: CommandRequest, raw: RawDeleteRequest): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  if (raw.confirm === undefined && !raw.dryRun) {
    const preview = await previewDelete(ctx, { pool: raw.pool, poolId: raw.poolId, operationId });
    if (preview.kind === 'in-use') return { message: poolInUse(preview) };
    if (preview.kind !== 'found') return refusedRead(preview, 'delete');
    const metadata = JSON.stringify({ pool: preview.pool.name, poolId: preview.pool.id, channelId });
    return { follow: { kind: 'open-view', view: deleteForm(preview, metadata) } };
  }
  const answer = await requestDeletePool(ctx, { operationId, raw, announcement: { channelId, userId } });
  if (answer.kind === 'in-use') return { message: poolInUse(answer) };
  const doing = raw.dryRun ? 'Planning the end of pool' : 'Deleting pool';
  return replyTo(answer, { doing, channelId, command: 'delete' });
}
