import type { Operation } from '../domain/operation.ts';
import { endedIndex, operationOf, unfinishedIndex } from '../store/operation-record.ts';
import type { UseCaseContext } from './context.ts';
import { noSuchOperation } from './no-such-operation.ts';
import { readOperation } from './read-operation.ts';
import type { Refusal } from './request-answer.ts';

const shownEnded = 10;

/** One operation, or without an id all that are not finished and the last ten that are, newest first. */
export async function showStatus(
  ctx: UseCaseContext,
  operationId: string | undefined,
): Promise<{ kind: 'found'; operations: Operation[] } | Refusal> {
  if (operationId !== undefined) {
    const operation = await readOperation(ctx.store, operationId);
    return operation ? { kind: 'found', operations: [operation] } : noSuchOperation(operationId);
  }
  const [unfinished, ended] = await Promise.all([
    ctx.store.readIndex(unfinishedIndex),
    ctx.store.readIndex(endedIndex),
  ]);
  const records = await ctx.store.readMany([...unfinished, ...ended.slice(0, shownEnded)]);
  const operations = records.map(operationOf).sort((left, right) => right.createdAtMs - left.createdAtMs);
  return { kind: 'found', operations };
}
