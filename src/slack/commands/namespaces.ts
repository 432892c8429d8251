import { requestNamespaceChange } from '../../use-cases/request-namespace-change.ts';
import { replyTo } from '../answers.ts';
import { namespacePlan } from '../blocks/namespace-words.ts';
import type { Reply } from '../listener-deps.ts';
import type { CommandRequest } from './run-command.ts';

/** Lets other namespaces into a pool, or out; a dry run is answered at once. */
export async function namespaces(
  request: CommandRequest,
  { pool, changes, dryRun }: { pool: string; changes: string[]; dryRun: boolean },
): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  const announcement = { channelId, userId };
  const answer = await requestNamespaceChange(ctx, { operationId, poolName: pool, changes, dryRun, announcement });
  if (answer.kind === 'planned') return { message: namespacePlan(answer) };
  return replyTo(answer, { doing: 'Changing the namespaces of pool', channelId, command: 'namespaces' });
}
