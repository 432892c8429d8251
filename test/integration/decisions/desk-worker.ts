import { policyVersion } from '../../../src/domain/approvals/policy-version.ts';
import type { AccessRequest } from '../../../src/domain/grants/access-request.ts';
import { refusalOf } from '../../../src/domain/grants/confirmation.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { operationOf } from '../../../src/store/operation-record.ts';
import { appliedCommit } from '../../../src/workflows/apply-grant/applied-commit.ts';
import { beginApplying } from '../../../src/workflows/apply-grant/begin-applying.ts';
import { demandOpen, gateOf } from '../../../src/workflows/apply-grant/gate.ts';
import type { ComputedGrantPlan } from '../../../src/workflows/grant-steps/compute-grant-plan.ts';
import { confirmationAsked } from '../../../src/workflows/grant-steps/confirmation-asked.ts';
import { readSubject, whyClosed } from '../../../src/workflows/grant-steps/read-grant-documents.ts';
import type { StepContext } from '../../../src/workflows/runner/workflow.ts';
import type { WorkflowDeps } from '../../../src/workflows/workflow-deps.ts';
import type { Desk } from './decision-desk.ts';

/** What apply-grant does about people, by its own code: asks for the confirmation, passes the gate, records the intent. */
export function createDeskWorker(desk: Desk) {
  const deps = depsOf(desk);
  return {
    /** The end of the wait for the database: whoever approved is looked at once more. */
    async ask(request: AccessRequest): Promise<void> {
      const context = await contextOf(desk, request);
      if (!context || whyClosed(request, desk.time.nowMs) !== undefined) return;
      await desk.store.commit(confirmationAsked(context, [request]));
    },
    /** Begins to write if it may, as things are in the cloud by now; whatever is begun is then applied. */
    async write(request: AccessRequest, hash: string): Promise<'begun' | 'not-begun' | 'not-as-approved'> {
      const context = await contextOf(desk, request);
      const isOpenYet = whyClosed(request, desk.time.nowMs) === undefined;
      if (context && isOpenYet && refusalOf(request)) return 'not-as-approved';
      const subject = context && (await readSubject(deps, context.operation));
      const computed = computedFor(desk, request, hash);
      if (!context || !subject || !computed) return 'not-begun';
      const isOpen = await demandOpen(deps, subject).then(
        () => true,
        () => false,
      );
      const gate = isOpen ? gateOf(deps, { subject, computed }) : { kind: 'unconfirmed' as const };
      if (gate.kind !== 'open') return gate.kind === 'not-as-approved' ? gate.kind : 'not-begun';
      const begun = beginApplying(deps, context, { subject, computed, isWritten: gate.isWritten });
      const grant = await begun.catch(() => 'changed' as const);
      if (typeof grant === 'string') return 'not-begun';
      await desk.store.commit({ records: [], ...appliedCommit(deps, { grant, subject, computed }) });
      return 'begun';
    },
  };
}

/** There is nothing to read: what was read is given. */
function depsOf({ store, clock, policy }: Desk): WorkflowDeps {
  const nowhere = (): never => {
    throw new Error('there is no cloud here');
  };
  return {
    ...{
      store,
      clock,
      log: createLogger({ level: 'silent' }),
      clouds: { inRegion: nowhere },
      clusters: { cluster: nowhere },
      accessChecks: () => [],
      askAboutGrant: nowhere,
      endGrant: nowhere,
    },
    settings: {
      ...{ installation: 'test', clusters: [], canary: undefined, databases: [], policy, lateWriteMs: 0 },
      cleansDetachedEnis: false,
    },
  };
}

/** Of the operation that the last needed approval has begun. */
async function contextOf(
  { store, clock }: Desk,
  { operationId = '' }: AccessRequest,
): Promise<StepContext | undefined> {
  const record = await store.read(operationId);
  if (record?.state !== 'running' || record.fields.cancelledBy) return undefined;
  return {
    ...{ operation: operationOf(record), plan: undefined, facts: () => undefined, notes: {}, holdsLock: true },
    ...{ startedAtMs: clock.now(), note: async () => undefined, fence: async () => undefined, clock },
  };
}

function computedFor(
  { policy }: Desk,
  { plan, instanceId }: AccessRequest,
  hash: string,
): ComputedGrantPlan | undefined {
  const [rule] = policy.rules;
  if (!plan || !rule) return undefined;
  const detail = {
    ...{ instanceId, description: 'orders', engine: 'MySQL', status: 'Running', type: 'Primary', vpcId: 'vpc-1' },
    ...{ regionId: 'cn-beijing', lockMode: 'Unlock', primaryInstanceId: undefined, tags: [] },
    ...{ whitelistMode: 'normal' as const, replicaInstanceIds: [] },
  };
  const vpc = { vpcId: 'vpc-1', cidrBlocks: ['10.64.0.0/16'], userCidrs: [] };
  return {
    hashed: { plan: plan.plan, hash },
    rule: { ...rule, because: 'rule 1', policyVersion: policyVersion(policy) },
    problems: [],
    seen: {
      databases: { primary: { detail, groups: [] }, replicas: [], tags: {} },
      network: { vpc, vSwitches: [], cidrs: [], foreignInterfaces: [] },
      guard: { isEnforced: true, blanketTolerations: [] },
    },
  };
}
