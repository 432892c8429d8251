import fc from 'fast-check';
import type { HashedPlan } from '../../../src/domain/create-plan.ts';
import { type ErrorCode, errorCodes } from '../../../src/domain/error-codes.ts';
import type { Operation, OperationKind } from '../../../src/domain/operation.ts';
import type { Pool } from '../../../src/domain/pool.ts';
import type { ResizePlan } from '../../../src/domain/resize-plan.ts';

const hostile = fc.constantFrom(
  '<!channel>',
  '<@U0EVERYONE>',
  '<https://evil.example|https://bank.example>',
  '*bold* _it_ ~no~ `code` ```block```',
  '\u202Eesrever\u200B',
  'a\nb\r\n> quoted',
  '&lt;!here&gt; &amp;',
  '',
  'x'.repeat(5_000),
  '<!subteam^S1|@all>'.repeat(300),
  '\uD800',
);
/** Anything, and what is known to hurt. */
export const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), hostile);
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const actor = fc.oneof(
  text.map((userId) => ({ kind: 'slack-user' as const, userId, teamId: 'T1' })),
  text.map((name) => ({ kind: 'system' as const, name })),
  text.map((name) => ({ kind: 'operator' as const, name })),
);
const code = fc.constantFrom(...(Object.keys(errorCodes) as ErrorCode[]));
const error = fc.record({ code, text, step: maybe(text), atMs: instant });
const facts = fc.dictionary(text, fc.jsonValue({ maxDepth: 5 }), { maxKeys: 12 });
const record = fc.record({
  status: fc.constantFrom('pending', 'queued', 'running', 'done', 'failed', 'undoing', 'undone'),
  attempts: fc.nat(),
  intendedAtMs: maybe(instant),
  startedAtMs: maybe(instant),
  endedAtMs: maybe(instant),
  undoStartedAtMs: maybe(instant),
  waitingFor: maybe(text),
  notes: fc.constant({}),
  facts: maybe(facts),
  lastError: maybe(error),
});

/** A record, so that a kind that is added is one here as well. */
const kinds: Record<OperationKind, true> = {
  'create-pool': true,
  'plan-pool': true,
  'verify-pool': true,
  'prove-workload': true,
  'change-namespaces': true,
  'resize-pool': true,
  'plan-resize': true,
  'plan-grant': true,
  'apply-grant': true,
  'end-grant': true,
  'delete-pool': true,
  'plan-delete': true,
  'adopt-nodes': true,
  'plan-adopt': true,
  'clean-whitelist': true,
  'repair-pool': true,
  'record-pool': true,
};

export const anyOperation: fc.Arbitrary<Operation> = fc.record({
  id: text,
  kind: fc.constantFrom(...(Object.keys(kinds) as OperationKind[])),
  state: fc.constantFrom('running', 'waiting', 'rolling-back', 'done', 'failed', 'rolled-back', 'cancelled'),
  rev: fc.nat(),
  poolId: text,
  poolName: text,
  requestedBy: actor,
  announcement: fc.constant(undefined),
  input: fc.constant({}),
  createdAtMs: instant,
  endedAtMs: maybe(instant),
  cancelledBy: maybe(actor),
  direction: fc.constantFrom('forward', 'back'),
  error: maybe(error),
  steps: fc.uniqueArray(fc.record({ name: fc.string({ minLength: 1, maxLength: 40 }), title: text, record }), {
    selector: ({ name }) => name.trim(),
    maxLength: 60,
  }),
});

export const anyPool: fc.Arbitrary<Pool> = fc.record({
  id: text,
  name: text,
  state: fc.constantFrom('creating', 'ready', 'changing', 'deleting', 'gone', 'degraded'),
  clusterName: text,
  clusterId: text,
  regionId: text,
  vpcId: text,
  expectedPods: fc.nat(),
  nodes: fc.record({ min: fc.nat(), max: fc.nat() }),
  instanceTypes: fc.array(text, { maxLength: 30 }),
  vSwitches: fc.array(
    fc.record({
      zoneId: text,
      cidrBlock: text,
      usableAddresses: fc.nat(),
      vSwitchId: maybe(text),
      canaryIp: maybe(text),
      freeAddresses: maybe(fc.nat()),
    }),
    { maxLength: 30 },
  ),
  configMapName: text,
  nodePoolId: maybe(text),
  namespaces: fc.array(text, { maxLength: 30 }),
  namespacesEnforced: maybe(fc.boolean()),
  ownerGroup: maybe(text),
  description: maybe(text),
  requestedBy: actor,
  createdAtMs: instant,
  readyAtMs: maybe(instant),
  reviewAtMs: maybe(instant),
  operationId: text,
});

export const anyPlan: fc.Arbitrary<HashedPlan> = fc.record({
  hash: text,
  plan: fc.record({
    schemaVersion: fc.constant(1 as const),
    kind: fc.constant('create-pool' as const),
    installation: text,
    poolId: text,
    poolName: text,
    clusterName: text,
    clusterId: text,
    regionId: text,
    vpcId: text,
    plugin: fc.oneof(
      fc.record({
        ...{ network: fc.constant('terway' as const), version: text },
        ...{ ipamType: fc.constantFrom('default' as const, 'crd' as const), daemonSetName: text },
      }),
      fc.record({ network: fc.constant('flannel' as const), version: text }),
    ),
    securityGroupId: maybe(text),
    zones: fc.array(
      fc.record({
        zoneId: text,
        cidrBlock: text,
        usableAddresses: fc.nat(),
        expectedPods: fc.nat(),
        nodeVSwitchId: maybe(text),
      }),
      { maxLength: 30 },
    ),
    nodes: fc.record({ min: fc.nat(), max: fc.nat() }),
    instanceTypes: fc.array(text, { maxLength: 10 }),
    systemDiskGib: fc.nat(),
    podsPerNode: fc.nat(),
    maxPoolSize: maybe(fc.nat()),
    expectedPods: fc.nat(),
    podsThatFit: fc.nat(),
    configMapName: text,
    nodePoolName: text,
    canary: fc.record({ image: text, namespace: text }),
    warnings: fc.array(fc.record({ code: fc.constantFrom('ROUTE', 'NO_SNAT'), text }), { maxLength: 20 }),
  }),
});

const range = fc.record({ min: fc.nat(3), max: fc.nat(3) });
const vSwitches = fc.array(fc.record({ zoneId: text, vSwitchId: text, cidrBlock: text }), { maxLength: 25 });

export const anyResizePlan: fc.Arbitrary<ResizePlan> = fc.record({
  schemaVersion: fc.constant(1 as const),
  kind: fc.constant('resize-pool' as const),
  installation: text,
  poolId: text,
  poolName: text,
  clusterName: text,
  clusterId: text,
  regionId: text,
  vpcId: text,
  configMapName: text,
  nodePoolId: text,
  plugin: fc.oneof(
    fc.record({
      network: fc.constant('terway' as const),
      ...{ ipamType: fc.constantFrom('default' as const, 'crd' as const), daemonSetName: text },
    }),
    fc.record({ network: fc.constant('flannel' as const) }),
  ),
  expectedPods: fc.record({ from: fc.nat(), to: fc.nat() }),
  nodes: fc.record({ from: range, to: range }),
  podsPerZone: fc.nat(),
  maxPoolSize: maybe(fc.nat()),
  maxPoolSizeBefore: maybe(fc.nat()),
  isConfigChanged: fc.boolean(),
  kept: vSwitches,
  added: fc.array(fc.record({ zoneId: text, cidrBlock: text, usableAddresses: fc.nat() }), { maxLength: 25 }),
  insideLearned: fc.array(text, { maxLength: 25 }),
  removed: vSwitches,
  grants: fc.array(fc.record({ grantId: text, instanceId: text, instanceName: text }), { maxLength: 25 }),
  canary: fc.record({ image: text, namespace: text }),
});

/** The operation with a step that says this. */
export function withStep(operation: Operation, name: string, facts: Record<string, unknown>): Operation {
  const record = {
    ...{ status: 'done' as const, attempts: 0, intendedAtMs: 0, startedAtMs: 0, endedAtMs: 0 },
    ...{ undoStartedAtMs: undefined, waitingFor: undefined, notes: {}, facts, lastError: undefined },
  };
  const others = operation.steps.filter((step) => step.name !== name);
  return { ...operation, steps: [{ name, title: name, record }, ...others] };
}
