import { setTimeout as delay } from 'node:timers/promises';

const lookEveryMs = 20;

/** Looks until the condition holds; throws after the deadline. */
export async function until(what: string, withinMs: number, holds: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > endsAt) throw new Error(`waited ${withinMs} ms until ${what}`);
    await delay(lookEveryMs);
  }
}

/** Looks until nothing is wrong any more; answers what still is at the deadline. */
export async function untilNothing(withinMs: number, findProblems: () => Promise<string[]>): Promise<string[]> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const problems = await findProblems();
    if (problems.length === 0 || performance.now() > endsAt) return problems;
    await delay(lookEveryMs);
  }
}
