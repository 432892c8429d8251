import { freeze } from '../../use-cases/freeze.ts';
import { unfreeze } from '../../use-cases/unfreeze.ts';
import { paragraph } from '../blocks/text.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

type Freezing = { kind: 'freeze'; reason: string | undefined } | { kind: 'unfreeze' };

/** Stops every change that opens a database, or lets them go on. */
export async function freezing({ ctx }: CommandRequest, command: Freezing): Promise<Reply> {
  const answer =
    command.kind === 'unfreeze'
      ? await unfreeze(ctx, {})
      : await freeze(ctx, command.reason === undefined ? {} : { reason: command.reason });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, command.kind);
  return {
    message: paragraph(
      command.kind === 'freeze'
        ? ':snowflake: Frozen: nothing opens a database until somebody types `/egress-pool unfreeze`. Closing goes on.'
        : ':sunny: Not frozen any more. What was approved and stopped meanwhile has a Retry button in its thread; its approval still counts until its end.',
    ),
  };
}
