import { type RecordedGrant, recordedGrant } from '../../domain/cluster-record.ts';
import { isConfirmed } from '../../domain/grants/confirmation.ts';
import type { Grant, GrantInForce } from '../../domain/grants/grant.ts';
import type { PlannedInstance } from '../../domain/grants/grant-plan.ts';
import { behind } from '../../notify/notify.ts';
import { grantChange, liveGrantIndex, pairRecordId } from '../../store/access-records.ts';
import { needsNoApproval } from '../grant-steps/approvals-hold.ts';
import type { ComputedGrantPlan, PlanSubject } from '../grant-steps/compute-grant-plan.ts';
import { refuseGrant } from '../grant-steps/refuse-grant.ts';
import type { StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

export interface Applying {
  subject: PlanSubject;
  computed: ComputedGrantPlan;
}

/** What will be in force once it is written. */
export function inForceOf({ request }: PlanSubject, { hashed }: ComputedGrantPlan): Omit<GrantInForce, 'appliedAtMs'> {
  const { plan, hash } = hashed;
  return {
    requestId: request.id,
    planHash: hash,
    cidrs: plan.totalCidrs.map(({ cidr, vSwitchId }) => ({ cidr, vSwitchId })),
    instances: instancesOf(plan).map(({ instanceId, group }) => ({ instanceId, networkType: group.networkType })),
    namespaces: [...plan.namespaces],
    approvedAtMs: request.approved?.atMs ?? 0,
    approvers: request.approved?.counted ?? [],
  };
}

export function recordedAs(subject: PlanSubject, computed: ComputedGrantPlan): RecordedGrant {
  return recordedGrant(grantToApply(subject, computed), inForceOf(subject, computed));
}

/**
 * The intent, written before the first whitelist write: the grant is `applying`, with its end, the lists it is to have,
 * a row in `due`, and the lists just read in the audit log; only while the pool is ready, the request as it was read and
 * the pair ours. Answers the grant as written, `changed` when one of these did not hold, or `unconfirmed` when the
 * approvers were looked at too long ago and something `isWritten` not yet.
 */
export async function beginApplying(
  deps: WorkflowDeps,
  context: StepContext,
  { subject, computed, isWritten }: Applying & { isWritten: boolean },
): Promise<Grant | 'changed' | 'unconfirmed'> {
  const { request, pool, poolRev, grant } = subject;
  const isFree = needsNoApproval(deps, { ...subject, rule: computed.rule });
  const planned = grantToApply(subject, computed);
  const wasExtendedFreely = planned.wasExtendedFreely || isFree;
  const next: Grant = { ...planned, wasExtendedFreely, operationId: context.operation.id };
  const pairId = pairRecordId(next);
  const pair = await deps.store.read(pairId);
  if (pair?.fields.grant !== next.id) throw refuseGrant(['another grant holds this pool and instance']);
  const nowMs = context.clock.now();
  await context.fence();
  if (!isWritten && !isConfirmed(request, context.clock.now())) return 'unconfirmed';
  const result = await deps.store.commit({
    records: [
      grantChange(next, grant ? { rev: grant.rev } : { absent: true }),
      { id: request.id, expect: { states: ['approved'], rev: request.rev } },
      // Its namespaces and vSwitches are those that were approved.
      { id: pool.id, expect: { states: ['ready'], rev: poolRev } },
      { id: pairId, expect: { rev: pair.rev } },
    ],
    audit: [intentEntry({ subject, computed }, nowMs)],
    due: [{ id: next.id, atMs: nowMs }, behind(next.id, nowMs)],
    addTo: [{ index: liveGrantIndex, id: next.id, atMs: next.createdAtMs }],
  });
  return result.ok ? { ...next, rev: result.records[next.id]?.rev ?? next.rev } : 'changed';
}

function grantToApply({ request, pool, grant }: PlanSubject, { hashed, seen }: ComputedGrantPlan): Grant {
  const { plan } = hashed;
  const approvedAtMs = request.approved?.atMs ?? 0;
  const base = grant ?? newGrant(request, approvedAtMs);
  return {
    ...base,
    ...{ state: 'applying', poolName: pool.name, groupName: plan.primary.group.name },
    instanceName: seen.databases.primary.detail.description || request.instanceName,
    requesters: [...new Set([...base.requesters, ...request.requesters])],
    // The other kinds are worded by the change of the pool that asks, or are about the grant as it is.
    reason: request.kind === 'extension' ? request.reason : base.reason,
    beforeRevision: revisedFrom(grant),
    lastWritten: Object.fromEntries(instancesOf(plan).map((one) => [one.instanceId, [...one.entriesAfter]])),
    endMs: request.approved?.endMs,
    pendingRequestId: request.id,
  };
}

/** Of a grant in force; a second try begins from what the first one found. */
function revisedFrom(grant: Grant | undefined): Grant['beforeRevision'] {
  if (grant?.state !== 'active') return grant?.beforeRevision;
  const { endMs, reason, wasExtendedFreely, lastWritten } = grant;
  return { endMs, reason, wasExtendedFreely, lastWritten };
}

function newGrant(request: PlanSubject['request'], approvedAtMs: number): Grant {
  const { poolId, poolName, clusterName, regionId, instanceId, instanceName, requesters, reason } = request;
  const isBreakGlass = request.kind === 'break-glass' && request.requestedBy.kind === 'slack-user';
  const by = request.requestedBy.kind === 'slack-user' ? request.requestedBy.userId : '';
  return {
    ...{ id: request.grantId, state: 'applying', rev: 0, groupName: '' },
    ...{ poolId, poolName, clusterName, regionId, instanceId, instanceName, requesters, reason },
    inForce: undefined,
    lastWritten: {},
    firstApprovedAtMs: approvedAtMs,
    firstDuration: request.duration,
    endMs: undefined,
    wasExtendedFreely: false,
    breakGlass: isBreakGlass ? { by, review: 'open', reviewedBy: undefined } : undefined,
    pendingRequestId: request.id,
    operationId: undefined,
    endCause: undefined,
    overdueSinceMs: undefined,
    lastNoticeAtMs: undefined,
    podsAtNotice: undefined,
    lastReviewAtMs: undefined,
    reviewAsks: 0,
    createdAtMs: approvedAtMs,
    endedAtMs: undefined,
  };
}

function intentEntry({ subject, computed }: Applying, nowMs: number) {
  const { request } = subject;
  return {
    what: 'whitelist.intended' as const,
    subject: request.grantId,
    actor: 'system:worker',
    atMs: nowMs,
    details: {
      ...{ pool: request.poolName, instance: request.instanceId, request: request.id, hash: computed.hashed.hash },
      approvers: request.approved?.counted,
      policyVersion: computed.rule.policyVersion,
      endMs: request.approved?.endMs,
      lists: instancesOf(computed.hashed.plan).map(({ instanceId, group, entriesBefore, entriesAfter }) => ({
        ...{ instanceId, group: group.name, networkType: group.networkType, read: entriesBefore, writes: entriesAfter },
      })),
    },
  };
}

function instancesOf({ primary, replicas }: ComputedGrantPlan['hashed']['plan']): PlannedInstance[] {
  return [primary, ...replicas];
}
