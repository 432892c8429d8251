import type { UseCaseContext } from './context.ts';
import { readGrant } from './read-access.ts';
import { type EndAnswer, endNow, noSuchGrant } from './revoke-grant.ts';
import { refusalUnless } from './rights.ts';

/** Ends a grant because who asked for it needs it no more. */
export async function endGrantEarly(
  ctx: UseCaseContext,
  asked: { grantId: string; operationId: string },
): Promise<EndAnswer> {
  const grant = await readGrant(ctx.store, asked.grantId);
  if (!grant) return noSuchGrant(asked.grantId);
  const refusal = refusalUnless(ctx, { ids: grant.requesters, what: 'end this grant early' });
  return refusal ?? endNow(ctx, { grant, operationId: asked.operationId, cause: 'ended early by who asked for it' });
}
