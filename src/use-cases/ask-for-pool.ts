import { nobodyCanApprove } from '../domain/approvals/who-will-be-asked.ts';
import type { CreateRequest } from '../domain/create-request.ts';
import { poolIdFrom } from '../domain/names.ts';
import { creationRule } from '../domain/new-pool.ts';
import type { Announcement } from '../domain/operation.ts';
import { poolNameRecordId } from '../store/pool-record.ts';
import { beginRequest } from './begin-request.ts';
import type { UseCaseContext } from './context.ts';
import { type Refusal, refused } from './request-answer.ts';

/** People are asked whether the pool may be made. */
export interface PoolAskedFor {
  kind: 'asked';
  requestId: string;
  poolName: string;
  askedGroups: { group: string; min: number }[];
  /** The same trigger was taken before; nothing was begun anew. */
  repeated: boolean;
}

const longestReason = 1_000;
const example = '--reason "the payments service needs addresses of its own"';

/**
 * Asks those whom `approvals.create` names for a pool: commits a request with the operation that plans it, and takes the
 * name with it. Nothing else is there before the last approval. Whether the actor may ask is for the caller to decide.
 */
export async function askForPool(
  ctx: UseCaseContext,
  about: { operationId: string; asked: CreateRequest; reason: string | undefined; announcement: Announcement },
): Promise<PoolAskedFor | Refusal> {
  const { operationId, asked, announcement } = about;
  if (ctx.actor.kind !== 'slack-user') return { kind: 'not-allowed', text: 'Only people ask for pools.' };
  const reason = (about.reason ?? '').trim();
  const refusal = reasonProblem(ctx, reason) ?? approverProblem(ctx, ctx.actor.userId);
  if (refusal) return refusal;
  const suffix = operationId.replace(/^op-/, '');
  const poolId = poolIdFrom(operationId);
  const requestId = `req-${suffix}`;
  const regionId = ctx.settings.clusters.find(({ name }) => name === asked.clusterName)?.regionId ?? '';
  const nameId = poolNameRecordId(asked.name);
  const result = await beginRequest(
    ctx,
    {
      ...{ id: requestId, kind: 'new-pool', grantId: `grant-${suffix}`, poolId, poolName: asked.name },
      ...{ clusterName: asked.clusterName, regionId, instanceId: '', instanceName: '' },
      ...{ requesters: [ctx.actor.userId], reason, duration: { kind: 'standing' }, announcement },
      newPool: { asked, planned: undefined },
    },
    [{ id: nameId, expect: { absent: true }, state: 'taken', set: { pool: poolId } }],
  );
  const repeated = !result.ok && result.id !== nameId;
  if (!result.ok && !repeated) return refused('name', `"${asked.name}" is taken or asked for already`, freeName(asked));
  const askedGroups = ctx.settings.policy.create.require.map(({ group, min }) => ({ group, min }));
  return { kind: 'asked', requestId, poolName: asked.name, askedGroups, repeated };
}

function freeName({ name }: CreateRequest): string {
  return `${name.slice(0, 38)}-2`;
}

function reasonProblem({ settings }: UseCaseContext, reason: string): Refusal | undefined {
  if (reason.length > longestReason) {
    return refused('reason', `a reason has at most ${longestReason} characters`, example);
  }
  if (reason !== '' || !settings.policy.reasonRequired) return undefined;
  return refused('reason', 'others decide whether this pool is made: say why it is needed', example);
}

function approverProblem({ settings, people }: UseCaseContext, userId: string): Refusal | undefined {
  const rule = creationRule(settings.policy);
  const memberships = people.memberships(rule.require.map(({ group }) => group));
  const nobody = nobodyCanApprove({ rule, memberships, requesters: [userId], standings: {} });
  return nobody && refused('name', nobody.reason.replace(/\.$/, ''), nobody.wayOut);
}
