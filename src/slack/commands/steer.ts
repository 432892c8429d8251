import type { UseCaseContext } from '../../use-cases/context.ts';
import { goOnWithoutRefused } from '../../use-cases/go-on-without-refused.ts';
import { cancelOperation, retryOperation, rollBackOperation } from '../../use-cases/steer-operation.ts';
import { codeSpan } from '../blocks/escape.ts';
import { kindWords } from '../blocks/operation-words.ts';
import { paragraph } from '../blocks/text.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';

export type Steering = { kind: 'retry' | 'rollback' | 'cancel' | 'go on'; operationId: string };

/** Retry, roll back or cancel: the same for the command and for the button. */
export async function steer(request: { ctx: UseCaseContext }, { kind, operationId }: Steering): Promise<Reply> {
  const { useCase, done } = courses[kind];
  const answer = await useCase(request.ctx, { operationId });
  switch (answer.kind) {
    case 'accepted': {
      const { id, poolName, kind: operationKind } = answer.operation;
      const what = `${kindWords(operationKind)} ${codeSpan(poolName)} (${codeSpan(id)})`;
      return { message: paragraph(`${what}: ${done}. Its thread shows how it goes on.`) };
    }
    case 'refused':
    case 'not-allowed':
      return refusedRead(answer, operationId);
  }
}

const courses = {
  retry: { useCase: retryOperation, done: 'it is tried again' },
  rollback: { useCase: rollBackOperation, done: 'it is being rolled back' },
  'go on': { useCase: goOnWithoutRefused, done: 'it goes on without the databases that refused' },
  cancel: { useCase: cancelOperation, done: 'it stops before its next step' },
} as const;
