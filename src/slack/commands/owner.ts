import { transferPool } from '../../use-cases/transfer-pool.ts';
import { codeSpan } from '../blocks/escape.ts';
import { groupWords } from '../blocks/request-words.ts';
import { paragraph } from '../blocks/text.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** Gives a pool to another user group. */
export async function owner({ ctx }: CommandRequest, given: { pool: string; group: string }): Promise<Reply> {
  const answer = await transferPool(ctx, { poolName: given.pool, group: given.group });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, 'owner');
  const { group, isReadable } = answer;
  const unread = isReadable
    ? ''
    : ' :warning: Its people could not be read from Slack yet; until they can, only operators may change the pool.';
  return {
    message: paragraph(
      `Pool ${codeSpan(given.pool)} belongs to ${groupWords(group)} now: its people and the operators may change it, nobody else. They hear of it from nobody but you.${unread}`,
    ),
  };
}
