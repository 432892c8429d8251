import { matchRule } from '../../domain/approvals/match-rule.ts';
import { policyVersion } from '../../domain/approvals/policy-version.ts';
import { blockOf } from '../../domain/cidr.ts';
import type { AccessRequest, RequestRule } from '../../domain/grants/access-request.ts';
import { isInScope } from '../../domain/grants/database-scope.ts';
import type { Grant, HashedGrantPlan } from '../../domain/grants/grant.ts';
import {
  type GrantPlan,
  type GrantPlanKind,
  grantPlanSchemaVersion,
  type PlannedCidr,
} from '../../domain/grants/grant-plan.ts';
import { grantPlanHash } from '../../domain/grants/grant-plan-hash.ts';
import { whitelistGroupName } from '../../domain/grants/whitelist-group.ts';
import type { Pool } from '../../domain/pool.ts';
import { admitsWholeNodes } from '../../domain/pool-network.ts';
import { reviewRecordId } from '../../store/review-record.ts';
import { wholeNodesWarning } from '../create-pool/preflight/find-warnings.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { findProblems } from './find-problems.ts';
import { planInstance } from './plan-instance.ts';
import { addedCidrs, keptCidrs, namespacesFor, replicasFor } from './plan-scope.ts';
import { readDatabases, type SeenDatabases } from './read-databases.ts';
import { type PoolGuard, readPoolGuard } from './read-pool-guard.ts';
import { type PoolNetwork, readPoolNetwork } from './read-pool-network.ts';
import { refuseGrant } from './refuse-grant.ts';

export interface PlanSubject {
  request: AccessRequest;
  pool: Pool;
  /** The revision of the pool's record that was read. */
  poolRev: number;
  /** The grant that the request is about, when there is one already. */
  grant: Grant | undefined;
  /** This operation has begun to write already, by an approval that held then; it goes on. */
  isResumed: boolean;
}

/** Everything that was just read. */
export interface Seen {
  databases: SeenDatabases;
  network: PoolNetwork;
  guard: PoolGuard;
}

export interface ComputedGrantPlan {
  hashed: HashedGrantPlan;
  /** The rule that decides by the tags as they are now. */
  rule: RequestRule;
  /** Why nothing may be added as things are, one sentence each; empty when it may. */
  problems: string[];
  seen: Seen;
}

/**
 * What applying a request would do, computed from fresh reads. Throws GRANT_REFUSED when there is not even a plan to
 * show: no such instance, vSwitch or rule.
 */
export async function computeGrantPlan(deps: WorkflowDeps, subject: PlanSubject): Promise<ComputedGrantPlan> {
  const { request, pool } = subject;
  const [databases, network, guard] = await Promise.all([
    readDatabases(deps, request),
    readPoolNetwork(deps, pool),
    readPoolGuard(deps, pool, namespacesFor(subject)),
  ]);
  const seen = { databases, network, guard };
  const rule = ruleFor(deps, subject, seen);
  const review = await deps.store.read(reviewRecordId(request));
  const { plan, problems } = buildPlan(deps, { ...subject, isReviewed: review?.state === 'open' }, seen);
  return {
    hashed: { plan, hash: grantPlanHash(plan) },
    rule,
    problems: [...problems, ...findProblems(deps, { ...subject, seen, rule, plan })],
    seen,
  };
}

function ruleFor(deps: WorkflowDeps, { request, pool }: PlanSubject, { databases }: Seen): RequestRule {
  const { policy, databases: scopes } = deps.settings;
  const { instanceId, regionId } = databases.primary.detail;
  const { tags } = databases;
  if (!isInScope({ instanceId, regionId, tags }, scopes)) {
    throw refuseGrant([`${instanceId} is not among the databases that may be asked for, or its tags cannot be read`]);
  }
  const matched = matchRule({ instanceId, tags, clusterName: pool.clusterName, duration: request.duration }, policy);
  if (matched.kind === 'refused') throw refuseGrant([matched.reason]);
  return { ...matched.rule, because: matched.reason, policyVersion: policyVersion(policy) };
}

function buildPlan(
  deps: WorkflowDeps,
  subject: PlanSubject & { isReviewed: boolean },
  { databases, network, guard }: Seen,
): { plan: GrantPlan; problems: string[] } {
  const { request, pool, grant, isReviewed } = subject;
  const { installation } = deps.settings;
  const totalCidrs = inOrder(keptCidrs(subject) ?? network.cidrs);
  const instance = {
    groupName: whitelistGroupName({ installation, poolId: pool.id, poolName: pool.name }),
    desired: totalCidrs.map(({ cidr }) => cidr),
    grant,
    isRepair: request.kind === 'repair',
    isReviewed,
  };
  const primary = planInstance({ seen: databases.primary, ...instance });
  const replicas = replicasFor(subject, databases).map((seen) => planInstance({ seen, ...instance }));
  const all = [primary, ...replicas];
  const plan: GrantPlan = {
    schemaVersion: grantPlanSchemaVersion,
    kind: grantKindOf(request),
    installation,
    poolId: pool.id,
    clusterId: pool.clusterId,
    primary: primary.planned,
    replicas: replicas.map(({ planned }) => planned),
    addedCidrs: addedCidrs(subject, { totalCidrs, instances: all.map(({ planned }) => planned) }),
    totalCidrs,
    namespaces: namespacesFor(subject),
    areNamespacesEnforced: guard.isEnforced,
    duration: request.duration,
    describes: {
      poolName: pool.name,
      clusterName: pool.clusterName,
      poolState: pool.state,
      plannedAtMs: deps.clock.now(),
      admittedAddresses: totalCidrs.reduce((sum, { cidr }) => sum + sizeOf(cidr), 0),
      blanketTolerations: guard.blanketTolerations,
      warnings: [...(admitsWholeNodes(pool) ? [wholeNodesWarning] : []), ...all.flatMap(({ warnings }) => warnings)],
    },
  };
  return { plan, problems: all.flatMap(({ problems }) => problems) };
}

/** Throws GRANT_REFUSED for a request that opens no database, whichever way it came here. */
function grantKindOf({ id, kind }: AccessRequest): GrantPlanKind {
  if (kind !== 'new-pool') return kind;
  throw refuseGrant([`${id} asks for a pool and opens no database`]);
}

function inOrder(cidrs: readonly PlannedCidr[]): PlannedCidr[] {
  return cidrs.toSorted((left, right) => (left.cidr < right.cidr ? -1 : 1));
}

function sizeOf(cidr: string): number {
  const { first, last } = blockOf(cidr);
  return last - first + 1;
}
