import { listGrants } from '../../use-cases/list-grants.ts';
import { grantList } from '../blocks/grant-words.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** What is admitted and asked for: of a pool, of an instance, or everywhere. */
export async function grants({ ctx }: CommandRequest, of: string | undefined): Promise<Reply> {
  const isInstance = of !== undefined && /^(?:rm|rr|pgm|pgr|mr|pc)-/.test(of);
  const answer = await listGrants(ctx, of === undefined ? {} : isInstance ? { instance: of } : { pool: of });
  if (answer.kind !== 'found') return refusedRead(answer, 'grants');
  return { message: grantList({ ...answer, nowMs: ctx.clock.now() }) };
}
