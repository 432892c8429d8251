import { listGrants } from '../../use-cases/list-grants.ts';
import { grantList } from '../blocks/grant-words.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** What is admitted and asked for: of a pool, of an instance, or everywhere. */
export async function grants({ ctx, userId }: CommandRequest, of: string | undefined): Promise<Reply> {
  const answer = await listGrants(ctx, of === undefined ? {} : { pool: of });
  // What is no pool may be an instance, by id or name.
  const byInstance =
    answer.kind === 'refused' && of !== undefined ? await listGrants(ctx, { instance: of }) : undefined;
  if (byInstance?.kind === 'found' && byInstance.grants.length + byInstance.requests.length > 0) {
    return { message: grantList({ ...byInstance, nowMs: ctx.clock.now(), userId }) };
  }
  if (answer.kind !== 'found') return refusedRead(answer, 'grants');
  return { message: grantList({ ...answer, nowMs: ctx.clock.now(), userId }) };
}
