import { describePool } from '../../use-cases/describe-pool.ts';
import { codeSpan } from '../blocks/escape.ts';
import { descriptionWords } from '../blocks/pool-words.ts';
import { paragraph } from '../blocks/text.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/** Says what a pool is for. */
export async function describe({ ctx }: CommandRequest, given: { pool: string; description: string }): Promise<Reply> {
  const answer = await describePool(ctx, { poolName: given.pool, description: given.description });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, 'describe');
  const name = codeSpan(given.pool);
  return {
    message: paragraph(
      answer.description === undefined
        ? `Pool ${name} has no description any more.`
        : `Pool ${name} is described as: ${descriptionWords(answer.description)}`,
    ),
  };
}
