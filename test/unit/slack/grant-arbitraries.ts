import fc from 'fast-check';
import type { AccessRequest } from '../../../src/domain/grants/access-request.ts';
import type { Grant } from '../../../src/domain/grants/grant.ts';
import type { GrantPlan } from '../../../src/domain/grants/grant-plan.ts';
import { accessRequestDocument, grantDocument } from '../../support/access-documents.ts';
import { anyOperation, anyPlan, text } from './arbitraries.ts';

const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const group = fc.oneof(text, fc.constantFrom('S0DBA0001', 'S0SEC0001', 'U01ANA'));
const texts = fc.array(text, { maxLength: 20 });
const cidrs = fc.array(fc.record({ cidr: text, vSwitchId: text }), { maxLength: 20 });
const duration = fc.oneof(
  fc.constant({ kind: 'standing' as const }),
  fc.nat().map((durationMs) => ({ kind: 'limited' as const, durationMs })),
);
const instance = fc.record({
  instanceId: text,
  group: fc.record({ name: text, networkType: fc.constantFrom('MIX', 'VPC') }),
  description: text,
  engine: text,
  status: text,
  entriesBefore: texts,
  entriesAfter: texts,
  otherGroups: fc.array(fc.record({ name: text, entries: fc.nat() }), { maxLength: 12 }),
});
const plan: fc.Arbitrary<GrantPlan> = fc.record({
  schemaVersion: fc.constant(1),
  kind: fc.constantFrom('first-grant', 'extension', 'break-glass'),
  installation: text,
  poolId: text,
  clusterId: text,
  primary: instance,
  replicas: fc.array(instance, { maxLength: 12 }),
  addedCidrs: cidrs,
  totalCidrs: cidrs,
  namespaces: texts,
  areNamespacesEnforced: fc.boolean(),
  duration,
  describes: fc.record({
    poolName: text,
    clusterName: text,
    poolState: text,
    plannedAtMs: instant,
    admittedAddresses: fc.nat(),
    blanketTolerations: texts,
    warnings: texts,
  }),
});
const rule = fc.record({
  match: fc.constant({}),
  require: fc.array(fc.record({ group, min: fc.integer({ min: 1, max: 20 }) }), { maxLength: 6 }),
  autoApprove: fc.boolean(),
  enforceNamespaces: fc.boolean(),
  crossVpc: fc.boolean(),
  because: text,
  policyVersion: text,
});

const createRequest = fc.record({
  name: text,
  clusterName: text,
  expectedPods: fc.nat(),
  zones: maybe(texts),
  nodes: fc.constant(undefined),
  instanceTypes: maybe(texts),
  namespaces: texts,
  ownerGroup: maybe(text),
  ttlMs: maybe(fc.nat()),
  dryRun: fc.boolean(),
});

export const anyRequest: fc.Arbitrary<AccessRequest> = fc
  .record({
    state: fc.constantFrom('pending', 'approved', 'denied', 'withdrawn', 'expired', 'superseded'),
    kind: fc.constantFrom('first-grant', 'extension', 'added-cidr', 'namespaces', 'break-glass', 'repair', 'new-pool'),
    newPool: maybe(fc.record({ asked: createRequest, planned: maybe(anyPlan) })),
    poolName: text,
    clusterName: text,
    instanceId: text,
    instanceName: text,
    requesters: fc.array(group, { maxLength: 4 }),
    reason: text,
    expiresAtMs: instant,
    round: fc.integer({ min: 0, max: 20 }),
    plan: maybe(fc.record({ plan, hash: text })),
    difference: texts,
    rule: maybe(rule),
    opened: maybe(fc.record({ atMs: instant, memberships: fc.dictionary(group, fc.array(group, { maxLength: 4 })) })),
    decisions: fc.array(fc.record({ personId: group, verdict: fc.constantFrom('approve', 'deny'), atMs: instant }), {
      maxLength: 6,
    }),
    outcome: maybe(fc.record({ by: group, text, atMs: instant })),
    namespaceChange: maybe(fc.record({ add: texts, remove: texts, operationId: text })),
  })
  .map((changes) => accessRequestDocument(changes));

export const anyGrant: fc.Arbitrary<Grant> = fc
  .record({
    state: fc.constantFrom('applying', 'active', 'ending', 'ended', 'overdue'),
    poolName: text,
    instanceId: text,
    instanceName: text,
    reason: text,
    endMs: maybe(instant),
    endCause: maybe(text),
    overdueSinceMs: maybe(instant),
    podsAtNotice: maybe(fc.nat()),
    reviewAsks: fc.nat({ max: 3 }),
    breakGlass: maybe(
      fc.record({ by: group, review: fc.constantFrom('open', 'signed', 'rejected'), reviewedBy: maybe(group) }),
    ),
  })
  .map((changes) => grantDocument(changes));

export const anyRequestView = fc.record({
  request: anyRequest,
  grant: maybe(anyGrant),
  operation: maybe(anyOperation),
  poolDescription: maybe(text),
  nowMs: instant,
});
