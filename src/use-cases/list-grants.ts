import type { AccessRequest } from '../domain/grants/access-request.ts';
import type { Grant } from '../domain/grants/grant.ts';
import { driftOf, driftRecordId } from '../store/drift-record.ts';
import { readLiveGrants } from '../store/read-live-grants.ts';
import { type SeenGroup, seenGroupsOf, whitelistRecordId } from '../store/whitelist-record.ts';
import type { UseCaseContext } from './context.ts';
import { findPool } from './find-pool.ts';
import { readOpenRequests } from './read-access.ts';
import type { Refusal } from './request-answer.ts';

/** What is admitted and what is asked for, newest first, from the store alone: of a pool, an instance, or all. */
export async function listGrants(
  ctx: UseCaseContext,
  filter: { pool?: string; instance?: string },
): Promise<{ kind: 'found'; grants: Grant[]; requests: AccessRequest[] } | Refusal> {
  const pool = filter.pool === undefined ? undefined : await findPool(ctx.store, filter.pool);
  if (pool && 'kind' in pool) return pool;
  const isMeant = (one: { poolId: string; instanceId: string; instanceName: string }) =>
    (!pool || one.poolId === pool.id) &&
    (filter.instance === undefined || [one.instanceId, one.instanceName].includes(filter.instance));
  const [grants, requests] = await Promise.all([readLiveGrants(ctx.store), readOpenRequests(ctx.store)]);
  return { kind: 'found', grants: grants.filter(isMeant), requests: requests.filter(isMeant) };
}

/** The whitelist of one instance, as it was last looked over. */
export interface SeenWhitelist {
  instanceId: string;
  groups: SeenGroup[];
  lookedAtMs: number;
}

/** Every group of the instances that an id or a name stands for; empty while nobody has looked. */
export async function readWhitelists(ctx: UseCaseContext, idOrName: string): Promise<SeenWhitelist[]> {
  const known = ctx.inventory()?.databases ?? [];
  const named = known.filter(({ instanceId, name }) => instanceId === idOrName || name === idOrName);
  const ids = named.length > 0 ? named.map(({ instanceId }) => instanceId) : [idOrName];
  const { lookedAtMs = 0 } = driftOf(await ctx.store.read(driftRecordId));
  const found = await Promise.all(
    ids.map(async (instanceId) => {
      const record = await ctx.store.read(whitelistRecordId(instanceId));
      return record ? [{ instanceId, groups: seenGroupsOf(record), lookedAtMs }] : [];
    }),
  );
  return found.flat();
}
