import { amendPool } from './amend-pool.ts';
import type { UseCaseContext } from './context.ts';
import { type Refusal, refused } from './request-answer.ts';

const longestDescription = 200;

/** Says what a pool is for, or with no text nothing more; for its owner and the operators. Throws STORE_UNAVAILABLE. */
export async function describePool(
  ctx: UseCaseContext,
  asked: { poolName: string; description: string },
): Promise<{ kind: 'accepted'; description: string | undefined } | Refusal> {
  const description = asked.description.trim() || undefined;
  if ((description ?? '').length > longestDescription) {
    const message = `a description has at most ${longestDescription} characters`;
    return refused('description', message, `/egress-pool describe ${asked.poolName} "settles card payments"`);
  }
  const answer = await amendPool(ctx, {
    poolName: asked.poolName,
    what: 'describe this pool',
    change: { description },
    audit: { what: 'pool.described', details: (before) => ({ from: before.description, text: description }) },
  });
  return answer.kind === 'accepted' ? { ...answer, description } : answer;
}
