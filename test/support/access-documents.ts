import type { AccessRequest } from '../../src/domain/grants/access-request.ts';
import type { Grant } from '../../src/domain/grants/grant.ts';

const dayMs = 86_400_000;

/** A request as it is right after somebody asked, unless the test says otherwise. */
export function accessRequestDocument(changes: Partial<AccessRequest> = {}): AccessRequest {
  return {
    id: 'req-aaaaaaaaaaaa',
    state: 'pending',
    rev: 0,
    kind: 'first-grant',
    grantId: 'grant-aaaaaaaaaaaa',
    poolId: 'pool-a',
    poolName: 'payments',
    clusterName: 'prod',
    regionId: 'cn-beijing',
    instanceId: 'rm-2zepayments',
    instanceName: 'payments',
    requestedBy: { kind: 'slack-user', userId: 'U01ANA', teamId: 'T0ACME' },
    requesters: ['U01ANA'],
    reason: 'the payments service needs its database',
    duration: { kind: 'limited', durationMs: 7 * dayMs },
    announcement: { channelId: 'C0PLATFORM', userId: 'U01ANA' },
    createdAtMs: 1_000,
    expiresAtMs: 1_000 + dayMs,
    round: 0,
    plan: undefined,
    difference: [],
    rule: undefined,
    opened: undefined,
    decisions: [],
    clicks: [],
    approved: undefined,
    outcome: undefined,
    lastReminderAtMs: undefined,
    operationId: undefined,
    ...changes,
  };
}

/** A grant before anything was applied, unless the test says otherwise. */
export function grantDocument(changes: Partial<Grant> = {}): Grant {
  return {
    id: 'grant-aaaaaaaaaaaa',
    state: 'applying',
    rev: 0,
    poolId: 'pool-a',
    poolName: 'payments',
    clusterName: 'prod',
    regionId: 'cn-beijing',
    instanceId: 'rm-2zepayments',
    instanceName: 'payments',
    groupName: 'ep_payments_0a1b2c3d',
    requesters: ['U01ANA'],
    reason: 'the payments service needs its database',
    inForce: undefined,
    lastWritten: {},
    firstApprovedAtMs: undefined,
    firstDuration: { kind: 'limited', durationMs: 7 * dayMs },
    endMs: undefined,
    wasExtendedFreely: false,
    breakGlass: undefined,
    pendingRequestId: undefined,
    operationId: undefined,
    endCause: undefined,
    overdueSinceMs: undefined,
    lastNoticeAtMs: undefined,
    podsAtNotice: undefined,
    lastReviewAtMs: undefined,
    reviewAsks: 0,
    createdAtMs: 1_000,
    endedAtMs: undefined,
    ...changes,
  };
}
