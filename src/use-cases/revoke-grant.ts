import type { Grant } from '../domain/grants/grant.ts';
import { quoted } from '../domain/parse-flags.ts';
import { poolOf } from '../store/pool-record.ts';
import { beginEndOfGrant } from './begin-end-of-grant.ts';
import type { UseCaseContext } from './context.ts';
import { readGrant, readRequest } from './read-access.ts';
import { type Refusal, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

export type EndAnswer = { kind: 'accepted'; grant: Grant; operationId: string; repeated: boolean } | Refusal;

/** Ends a grant at once: for the owner of the pool, the requesters, and any one approver of the rule. */
export async function revokeGrant(
  ctx: UseCaseContext,
  asked: { grantId: string; operationId: string },
): Promise<EndAnswer> {
  const grant = await readGrant(ctx.store, asked.grantId);
  return grant ? revokeLiveGrant(ctx, { grant, operationId: asked.operationId }) : noSuchGrant(asked.grantId);
}

/** The same for a grant that was just read. */
export async function revokeLiveGrant(
  ctx: UseCaseContext,
  { grant, operationId }: { grant: Grant; operationId: string },
): Promise<EndAnswer> {
  const refusal = refusalUnless(ctx, { ids: await concernedBy(ctx, grant), what: 'revoke this grant' });
  return refusal ?? endNow(ctx, { grant, operationId, cause: 'revoked' });
}

/** The owner of the pool, the requesters, and the approvers of the rule. */
export async function concernedBy(ctx: UseCaseContext, grant: Grant): Promise<string[]> {
  const [stewards, approvers] = await Promise.all([poolStewards(ctx, grant), approversOf(ctx, grant)]);
  return [...stewards, ...grant.requesters, ...approvers];
}

/** Begins to end a grant. Whether the actor may is for the caller to decide. */
export async function endNow(
  ctx: UseCaseContext,
  { grant, operationId, cause }: { grant: Grant; operationId: string; cause: string },
): Promise<EndAnswer> {
  const answer = await beginEndOfGrant(ctx, { grantId: grant.id, by: ctx.actor, cause, operationId });
  if (answer === 'not-live') {
    return refused('grant', `${grant.id} has ended already`, `/egress-pool grants ${grant.poolName}`);
  }
  return { kind: 'accepted', grant, operationId, repeated: answer === 'already-ending' };
}

export function noSuchGrant(id: string): Refusal {
  return refused('grant', `there is no grant ${quoted(id)}`, '/egress-pool grants');
}

/** The operators and the owner of the grant's pool, whatever became of it. */
export async function poolStewards(ctx: UseCaseContext, { poolId }: Pick<Grant, 'poolId'>): Promise<string[]> {
  const record = await ctx.store.read(poolId);
  return record ? stewardsOf(ctx, poolOf(record)) : ctx.settings.operators;
}

/** The groups that decided, or would have: by the rule of what is in force, else of what is being applied. */
export async function approversOf(ctx: UseCaseContext, grant: Grant): Promise<string[]> {
  const id = grant.inForce?.requestId ?? grant.pendingRequestId;
  const request = id === undefined ? undefined : await readRequest(ctx.store, id);
  return (request?.rule?.require ?? []).map(({ group }) => group);
}
