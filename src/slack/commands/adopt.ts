import { previewAdopt, type RawAdoptRequest, requestAdoptNodes } from '../../use-cases/request-adopt-nodes.ts';
import { replyTo } from '../answers.ts';
import { adoptForm } from '../blocks/adopt-form.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** Adopts nodes once the pool's name was typed again: in the command, or in the form that opens otherwise. */
export async function adopt(request: CommandRequest, raw: RawAdoptRequest): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  if (raw.confirm === undefined && !raw.dryRun) {
    const preview = await previewAdopt(ctx, { ...raw, operationId });
    if (preview.kind !== 'found') return refusedRead(preview, 'adopt');
    const { pool, nodes } = preview;
    const metadata = JSON.stringify({ pool: pool.name, poolId: pool.id, nodes, channelId });
    return { follow: { kind: 'open-view', view: adoptForm(preview, metadata) } };
  }
  const answer = await requestAdoptNodes(ctx, { operationId, raw, announcement: { channelId, userId } });
  const doing = raw.dryRun ? 'Planning to adopt nodes into pool' : 'Adopting nodes into pool';
  return replyTo(answer, { doing, channelId, command: 'adopt' });
}
