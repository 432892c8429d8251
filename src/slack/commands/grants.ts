import { listGrants, readWhitelists } from '../../use-cases/list-grants.ts';
import { grantList } from '../blocks/grant-words.ts';
import { withWhitelists } from '../blocks/whitelist-words.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** What is admitted and asked for: of a pool, of an instance with its other groups, or everywhere. */
export async function grants({ ctx, userId }: CommandRequest, of: string | undefined): Promise<Reply> {
  const nowMs = ctx.clock.now();
  const answer = await listGrants(ctx, of === undefined ? {} : { pool: of });
  if (answer.kind === 'found') return { message: grantList({ ...answer, nowMs, userId }) };
  // What is no pool may be an instance, by id or name.
  const [byInstance, whitelists] =
    of === undefined ? [] : await Promise.all([listGrants(ctx, { instance: of }), readWhitelists(ctx, of)]);
  if (byInstance?.kind !== 'found' || !whitelists) return refusedRead(answer, 'grants');
  if (byInstance.grants.length + byInstance.requests.length + whitelists.length === 0) {
    return refusedRead(answer, 'grants');
  }
  return { message: withWhitelists(grantList({ ...byInstance, nowMs, userId }), whitelists) };
}
