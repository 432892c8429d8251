import type { Operation } from '../../domain/operation.ts';

/** What a step says when everything from its first step on has to be done once more, without a lock in between. */
export const again = 'again';

/**
 * How often a chain of steps is to be gone through so far: once more after each time that `last` ended with "again".
 * The steps of the n-th time are named by `roundName`.
 */
export function roundsOf(operation: Operation, lasts: readonly string[]): number {
  let rounds = 1;
  while (lasts.some((last) => outcomeOf(operation, roundName(last, rounds)) === again)) rounds += 1;
  return rounds;
}

/** The name of a step in the n-th round: `apply`, `apply-2`, ... */
export function roundName(name: string, round: number): string {
  return round === 1 ? name : `${name}-${round}`;
}

/** What a step that is done said of itself. */
export function outcomeOf(operation: Operation, name: string): unknown {
  const record = operation.steps.find((step) => step.name === name)?.record;
  return record?.status === 'done' ? record.facts?.outcome : undefined;
}
