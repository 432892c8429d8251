import { matchRule } from '../../domain/approvals/match-rule.ts';
import { policyVersion } from '../../domain/approvals/policy-version.ts';
import type { ClusterRecord } from '../../domain/cluster-record.ts';
import type { AccessRequest, RequestRule } from '../../domain/grants/access-request.ts';
import { compareGroup } from '../../domain/grants/compare-group.ts';
import type { DriftInstance } from '../../domain/grants/find-drift.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { isOver } from '../../domain/grants/grant-end.ts';
import type { PlannedCidr } from '../../domain/grants/grant-plan.ts';
import { entrySet } from '../../domain/grants/whitelist-entries.ts';
import { whitelistGroupName } from '../../domain/grants/whitelist-group.ts';
import type { Pool } from '../../domain/pool.ts';
import { readRecordedGrant } from './read-recorded-grant.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';

export interface JudgeDeps extends Pick<ReconcileDeps, 'clock' | 'approvalsChannelId'> {
  settings: Pick<ReconcileDeps['settings'], 'installation' | 'policy'>;
  /** Undefined when they cannot be read. */
  readTags(instance: { regionId: string; instanceId: string }): Promise<Record<string, string> | undefined>;
}

export interface JudgedGrant {
  grantId: string;
  instanceId: string;
  /** As they are to be in the store; undefined when the grant cannot be taken over. */
  adopted: { grant: Grant; request: AccessRequest } | undefined;
  problems: string[];
  notes: string[];
}

export interface GrantsToJudge {
  pool: Pool;
  record: ClusterRecord;
  instances: readonly DriftInstance[];
}

/**
 * The grants of a pool's record, against what stands in the whitelists. None is taken over that admits nobody now, that
 * lasts longer than the policy allows, or that is for anything but the pool's own vSwitches as the VPC has them.
 */
export async function judgeGrants(deps: JudgeDeps, look: GrantsToJudge): Promise<JudgedGrant[]> {
  const judged = await Promise.all(look.record.grants.map((one) => judgeGrant(deps, look, one)));
  return judged.map((one) => {
    const twins = judged.filter(({ grantId, instanceId }) => grantId === one.grantId || instanceId === one.instanceId);
    if (twins.length === 1) return one;
    return { ...one, adopted: undefined, problems: [...one.problems, 'its record names it twice'] };
  });
}

async function judgeGrant(
  deps: JudgeDeps,
  look: GrantsToJudge,
  recorded: ClusterRecord['grants'][number],
): Promise<JudgedGrant> {
  const { pool, instances } = look;
  const { installation } = deps.settings;
  const groupName = whitelistGroupName({ installation, poolId: pool.id, poolName: pool.name });
  const grant = readRecordedGrant(recorded, { pool, groupName });
  const named = { grantId: recorded.grantId, instanceId: String(recorded.instanceId ?? '') };
  if (typeof grant === 'string') return { ...named, adopted: undefined, problems: [grant], notes: [] };
  const own = ownCidrs(pool, grant.inForce.cidrs);
  const standing = instances.flatMap((one) => standsOn(one, { grant, groupName }));
  const rule = await readRule(deps, grant);
  const problems = [
    ...(recorded.group === groupName ? [] : ['its record names a group that is not the pool’s']),
    ...(instances.some((one) => isAskedFor(one, grant))
      ? []
      : ['its instance is gone, no primary, or not among the databases that may be asked for']),
    ...(own.length === 0 ? ['its record names no vSwitch that the pool has'] : []),
    ...(standing.some(({ entries }) => own.some(({ cidr }) => entries.has(cidr)))
      ? []
      : ['nothing of it stands in a whitelist; ask for it again if it is needed']),
    ...timeProblems(deps, { grant, rule }),
  ];
  if (problems.length > 0) return { ...named, adopted: undefined, problems, notes: [] };
  const written = own.map(({ cidr }) => cidr);
  const { inForce } = grant;
  const adopted: Grant = {
    ...grant,
    inForce: { ...inForce, cidrs: own },
    lastWritten: Object.fromEntries(inForce.instances.map(({ instanceId }) => [instanceId, written])),
  };
  return {
    ...named,
    adopted: { grant: adopted, request: requestBehind(deps, { grant: adopted, inForce, rule }) },
    problems,
    notes: [...notesOf(deps, { grant, own, pool, rule }), ...groupNotes(standing, { inForce, written })],
  };
}

/** Recorded CIDRs that the pool's vSwitches have now, by id. */
function ownCidrs(pool: Pool, cidrs: readonly PlannedCidr[]): PlannedCidr[] {
  return cidrs.filter(({ cidr, vSwitchId }) =>
    pool.vSwitches.some((one) => one.vSwitchId === vSwitchId && one.cidrBlock === cidr),
  );
}

interface Standing {
  instanceId: string;
  entries: Set<string>;
}

function standsOn(
  { instanceId, primaryInstanceId, groups }: DriftInstance,
  { grant, groupName }: { grant: Pick<Grant, 'instanceId'>; groupName: string },
): Standing[] {
  if (primaryInstanceId !== grant.instanceId) return [];
  const ours = groups.filter(
    ({ name, networkType }) => name.toLowerCase() === groupName && networkType.toLowerCase() !== 'classic',
  );
  return ours.map(({ entries }) => ({ instanceId, entries: entrySet(entries) }));
}

function isAskedFor({ instanceId, primaryInstanceId, regionId, isInScope }: DriftInstance, grant: Grant): boolean {
  const isPrimary = instanceId === primaryInstanceId;
  return isPrimary && isInScope && instanceId === grant.instanceId && regionId === grant.regionId;
}

/** By today's tags and policy; undefined when none decides about it any more. */
async function readRule(
  { readTags, settings: { policy } }: JudgeDeps,
  { regionId, instanceId, clusterName, firstDuration }: Grant,
): Promise<RequestRule | undefined> {
  const tags = await readTags({ regionId, instanceId });
  const matched = matchRule({ instanceId, tags, clusterName, duration: firstDuration }, policy);
  if (matched.kind === 'refused') return undefined;
  return { ...matched.rule, because: matched.reason, policyVersion: policyVersion(policy) };
}

/** A record may be older or other than what was approved: it never makes a grant last longer than the policy would. */
function timeProblems(
  { clock, settings: { policy } }: JudgeDeps,
  { grant, rule }: { grant: Grant; rule: RequestRule | undefined },
): string[] {
  const { endMs } = grant;
  if (endMs === undefined) return rule?.standing ? [] : ['its record gives it no end, which the policy does not allow'];
  const isTooLong = endMs > clock.after(policy.maxGrantMs);
  return isTooLong ? ['its record gives it a later end than the policy allows'] : [];
}

function notesOf(
  { clock }: JudgeDeps,
  o: { grant: Grant; own: readonly PlannedCidr[]; pool: Pool; rule: RequestRule | undefined },
): string[] {
  const { grant, own, pool, rule } = o;
  const { cidrs = [], namespaces = [], approvers = [] } = grant.inForce ?? {};
  const others = cidrs.filter(({ cidr }) => !own.some((one) => one.cidr === cidr)).map(({ cidr }) => cidr);
  const unasked = (rule?.require ?? []).filter(
    ({ group, min }) => approvers.filter((one) => one.group === group).length < min,
  );
  const isSigned = grant.breakGlass === undefined && !grant.wasExtendedFreely;
  return [
    ...(isOver(grant.endMs, clock.now()) ? ['its end has come; it is closed right after'] : []),
    ...(others.length > 0 ? [`${others.join(', ')} is on its record and no vSwitch of the pool`] : []),
    ...(namespaces.join() === pool.namespaces.join() ? [] : [`it was approved for ${namespaces.join(', ') || 'none'}`]),
    ...(rule ? [] : ['no rule of the policy is about it any more']),
    ...(isSigned ? unasked.map(({ group }) => `today's rule asks ${group}, which did not sign it`) : []),
  ];
}

function groupNotes(
  standing: readonly Standing[],
  { inForce, written }: { inForce: NonNullable<Grant['inForce']>; written: readonly string[] },
): string[] {
  return inForce.instances.flatMap(({ instanceId }) => {
    const entries = standing.find((one) => one.instanceId === instanceId)?.entries ?? new Set<string>();
    const comparison = compareGroup([...entries], written);
    if (comparison.kind === 'same') return [];
    const { missing, unknown } = comparison;
    return [
      ...(missing.length > 0 ? [`${missing.join(', ')} is missing on ${instanceId}`] : []),
      ...(unknown.length > 0 ? [`${unknown.join(', ')} on ${instanceId} is not its own`] : []),
    ];
  });
}

/** What reviews, revokes and notices look up: the rule that decides about it and where people are told. */
function requestBehind(
  { clock, approvalsChannelId }: JudgeDeps,
  o: { grant: Grant; inForce: NonNullable<Grant['inForce']>; rule: RequestRule | undefined },
): AccessRequest {
  const { grant, inForce, rule } = o;
  const { id: grantId, poolId, poolName, clusterName, regionId, instanceId, instanceName } = grant;
  const { requesters, reason, firstDuration: duration, endMs } = grant;
  const { requestId, approvedAtMs, approvers } = inForce;
  return {
    ...{ id: requestId, state: 'approved', rev: 0, kind: grant.breakGlass ? 'break-glass' : 'first-grant' },
    ...{ grantId, poolId, poolName, clusterName, regionId, instanceId, instanceName, requesters, reason, duration },
    requestedBy: { kind: 'operator', name: 'reconcile' },
    announcement: { channelId: approvalsChannelId ?? '', userId: requesters[0] ?? '' },
    ...{ createdAtMs: grant.createdAtMs, expiresAtMs: approvedAtMs, round: 0, plan: undefined, difference: [] },
    ...{ rule, opened: undefined, decisions: [], clicks: [], lastReminderAtMs: undefined, operationId: undefined },
    approved: { atMs: approvedAtMs, counted: approvers, endMs },
    outcome: { by: 'worker', text: 'Rebuilt from the record in its cluster.', atMs: clock.now() },
  };
}
