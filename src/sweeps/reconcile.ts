import type { AccessRequest } from '../domain/grants/access-request.ts';
import type { DriftInstance } from '../domain/grants/find-drift.ts';
import type { Grant } from '../domain/grants/grant.ts';
import type { Pool } from '../domain/pool.ts';
import { pairRecordId } from '../store/access-records.ts';
import { poolNameRecordId, poolOf } from '../store/pool-record.ts';
import type { AccessReview } from '../store/review-record.ts';
import { readWhitelists } from './read-whitelists.ts';
import { findPools } from './reconcile/find-pools.ts';
import { findUnrecorded } from './reconcile/find-unrecorded.ts';
import { type JudgedGrant, judgeGrants } from './reconcile/judge-grants.ts';
import { type JudgedPool, judgePool } from './reconcile/judge-pool.ts';
import type { ReconcileDeps, Verdict } from './reconcile/reconcile-deps.ts';

/** One line of what was found, for an operator. */
export interface ReconcileRow {
  verdict: Verdict;
  what: 'pool' | 'grant' | 'access' | 'other';
  name: string;
  /** What a person decides on: sizes, addresses, ends, who approved. */
  details: string[];
  notes: string[];
}

/** What stands in the clouds with our marker, against the store. */
export interface ReconcilePicture {
  rows: ReconcileRow[];
  /** What is to be written; nothing of it is in the store. */
  pools: Pool[];
  grants: { grant: Grant; request: AccessRequest }[];
  reviews: AccessReview[];
}

/**
 * Looks for pools and grants of this installation that the store does not know: by markers, record ConfigMaps and
 * whitelist groups, all read fresh. Writes nothing. What the store knows is left to the drift sweep.
 */
export async function lookForLost(deps: ReconcileDeps): Promise<ReconcilePicture> {
  const [found, instances] = await Promise.all([
    findPools(deps),
    readWhitelists({ clouds: deps.clouds, databases: deps.settings.databases }),
  ]);
  const canaryNamespace = deps.settings.canary?.namespace ?? '';
  const pools = await Promise.all(
    found.pools.map(async (one) => {
      const judged = judgePool(one, canaryNamespace);
      const twin = found.pools.some((other) => other !== one && isTwin(other, one));
      return { ...one, ...(await againstStore(deps, one, judged)), isTwin: twin };
    }),
  );
  const seen = pools.map((one) =>
    one.isTwin ? { ...one, verdict: 'review' as const, notes: ['another pool has the same name or marker'] } : one,
  );
  const perPool = await Promise.all(seen.map((one) => lookAtGrants(deps, one, instances)));
  const grants = perPool.flatMap(({ judged }) => judged);
  const adopted = grants.flatMap(({ adopted: one }) => (one ? [one] : []));
  const newPools = seen.flatMap(({ verdict, pool }) => (isNew(verdict) && pool ? [pool] : []));
  const reviews = findUnrecorded(deps, { pools: newPools, instances, adopted: adopted.map(({ grant }) => grant) });
  return {
    rows: [
      ...seen.map(poolRow),
      ...grants.map(grantRow),
      ...reviews.map(reviewRow),
      ...found.notes.map(
        (note): ReconcileRow => ({ verdict: 'review', what: 'other', name: '', details: [], notes: [note] }),
      ),
    ],
    ...{ pools: newPools, grants: adopted, reviews },
  };
}

interface SeenPool extends JudgedPool {
  poolId: string;
  poolName: string;
  verdict: Verdict;
}

function isTwin(left: { poolId: string; poolName: string }, right: { poolId: string; poolName: string }): boolean {
  return left.poolId === right.poolId || left.poolName === right.poolName;
}

function isNew(verdict: Verdict): boolean {
  return verdict === 'adopt' || verdict === 'differs';
}

async function againstStore(
  { store }: ReconcileDeps,
  { poolId, poolName }: { poolId: string; poolName: string },
  judged: JudgedPool,
): Promise<JudgedPool & { verdict: Verdict }> {
  const [record, claim] = await Promise.all([store.read(poolId), store.read(poolNameRecordId(poolName))]);
  const stored = record && poolOf(record);
  if (stored && stored.state !== 'gone') return { ...judged, pool: stored, verdict: 'known', notes: [] };
  if (stored)
    return { ...judged, verdict: 'review', notes: ['the store says that it is gone, and there is something of it'] };
  if (claim)
    return { ...judged, verdict: 'review', notes: [`the store has another pool ${poolName}: ${claim.fields.pool}`] };
  if (!judged.pool) return { ...judged, verdict: 'review', notes: judged.problems };
  return { ...judged, verdict: judged.notes.length > 0 ? 'differs' : 'adopt' };
}

type SeenGrant = JudgedGrant & { poolName: string; verdict: Verdict };

/** A pool whose record cannot be believed brings no grant with it. */
async function lookAtGrants(
  deps: ReconcileDeps,
  { pool, record, verdict, poolName }: SeenPool,
  instances: DriftInstance[],
): Promise<{ judged: SeenGrant[] }> {
  if (!record) return { judged: [] };
  if (verdict === 'review' || !pool) {
    const notes = ['its pool has to be looked at first'];
    return {
      judged: record.grants.map(({ grantId, instanceId }) => ({
        ...{ grantId, instanceId: String(instanceId ?? ''), poolName, verdict: 'review' },
        ...{ adopted: undefined, problems: notes, notes },
      })),
    };
  }
  const readTags = (instance: { regionId: string; instanceId: string }) => tagsOf(deps, instance);
  const judged = await judgeGrants({ ...deps, readTags }, { pool, record, instances });
  return { judged: await Promise.all(judged.map((one) => grantAgainstStore(deps, { one, pool }))) };
}

async function tagsOf(
  { clouds, settings: { databases } }: ReconcileDeps,
  { regionId, instanceId }: { regionId: string; instanceId: string },
): Promise<Record<string, string> | undefined> {
  const scope = databases.find((one) => one.regionId === regionId);
  const tags = await clouds.inRegion(regionId, { rds: scope?.endpoint }).rds.readTags(instanceId);
  return tags && Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

async function grantAgainstStore(
  { store }: ReconcileDeps,
  { one, pool }: { one: JudgedGrant; pool: Pool },
): Promise<SeenGrant> {
  const { grantId, instanceId, problems } = one;
  const given = { ...one, poolName: pool.name };
  const [record, pair] = await Promise.all([
    store.read(grantId),
    store.read(pairRecordId({ poolId: pool.id, instanceId })),
  ]);
  if (record) return { ...given, verdict: 'known', adopted: undefined, notes: [] };
  if (pair) {
    const notes = [`the store has another grant or request for it: ${pair.fields.grant}`];
    return { ...given, verdict: 'review', adopted: undefined, notes };
  }
  if (!one.adopted) return { ...given, verdict: 'review', notes: problems };
  return { ...given, verdict: one.notes.length > 0 ? 'differs' : 'adopt' };
}

function poolRow({ poolName, poolId, verdict, pool, notes }: SeenPool): ReconcileRow {
  const details = pool
    ? [
        `cluster ${pool.clusterName}`,
        pool.vSwitches.map(({ zoneId, cidrBlock }) => `${cidrBlock} in ${zoneId}`).join(', '),
        `namespaces ${pool.namespaces.join(', ') || 'none'}`,
        `owner ${pool.ownerGroup ?? 'none'}`,
      ]
    : [];
  return { verdict, what: 'pool', name: `${poolName} (${poolId})`, details, notes };
}

function grantRow({ poolName, instanceId, grantId, verdict, adopted, notes }: SeenGrant): ReconcileRow {
  const name = `${poolName} to ${instanceId} (${grantId})`;
  const { grant } = adopted ?? {};
  if (!grant?.inForce) return { verdict, what: 'grant', name, details: [], notes };
  const approvers = grant.inForce.approvers.map(({ personId, group }) => `${personId} for ${group}`);
  const details = [
    grant.inForce.cidrs.map(({ cidr }) => cidr).join(', '),
    grant.endMs === undefined ? 'without an end' : `until ${new Date(grant.endMs).toISOString()}`,
    `approved by ${approvers.join(', ') || (grant.breakGlass ? 'nobody, the glass was broken' : 'policy')}`,
  ];
  return { verdict, what: 'grant', name, details, notes };
}

function reviewRow({ poolName, instanceId, entries }: AccessReview): ReconcileRow {
  const details = Object.entries(entries).map(([id, list]) => `${list.join(', ')} on ${id}`);
  const notes = [`no record says who allowed it: /egress-pool allow or revoke ${poolName} ${instanceId} after this`];
  return { verdict: 'review', what: 'access', name: `${poolName} to ${instanceId}`, details, notes };
}
