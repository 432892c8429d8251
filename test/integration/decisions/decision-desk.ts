import type { ApprovalPolicy } from '../../../src/domain/approvals/approval-rule.ts';
import type { Memberships, Standing, Standings } from '../../../src/domain/approvals/membership.ts';
import { policyVersion } from '../../../src/domain/approvals/policy-version.ts';
import type { AccessRequest } from '../../../src/domain/grants/access-request.ts';
import type { GrantPlan } from '../../../src/domain/grants/grant-plan.ts';
import type { Inventory } from '../../../src/domain/inventory.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { accessRequestChange } from '../../../src/store/access-records.ts';
import { unfinishedIndex } from '../../../src/store/operation-record.ts';
import { poolChange, poolIndex, poolNameRecordId } from '../../../src/store/pool-record.ts';
import type { Store } from '../../../src/store/store.ts';
import type { RawGrantRequest } from '../../../src/use-cases/check-grant-request.ts';
import type { UseCaseContext } from '../../../src/use-cases/context.ts';
import type { PrivateNote } from '../../../src/use-cases/private-note.ts';
import { readRequest } from '../../../src/use-cases/read-access.ts';
import { recordClick } from '../../../src/use-cases/record-click.ts';
import { requestGrant } from '../../../src/use-cases/request-grant.ts';
import { createRequestTender } from '../../../src/use-cases/tend-request.ts';
import { approvalPolicy } from '../../support/approval-policy.ts';
import { openStore } from '../store/open-store.ts';

export const hourMs = 3_600_000;
export const team = 'T0ACME';
export const dba = 'S0DBA0001';
export const security = 'S0SEC0001';
export const oncall = 'S0ONCALL1';
export const requestId = 'req-aaaaaaaaaaaa';

/** The rule of production: one of each group. */
export const prodPolicy = approvalPolicy({
  rules: [
    {
      match: { tags: { env: 'prod' } },
      require: [
        { group: dba, min: 1 },
        { group: security, min: 1 },
      ],
      autoApprove: false,
      enforceNamespaces: false,
      crossVpc: false,
      breakGlass: { by: [oncall], maxGrantMs: 4 * hourMs },
      escalateTo: oncall,
    },
    { match: { tags: { env: 'dev' } }, require: [], autoApprove: true, enforceNamespaces: false, crossVpc: false },
  ],
});

/** Requests and their tender on a real store, with groups in memory and a clock that is set by hand. */
export async function openDesk(options: { policy?: ApprovalPolicy; store?: Store } = {}) {
  const store = options.store ?? (await openStore()).store;
  const policy = options.policy ?? prodPolicy;
  const time = { nowMs: 1_000_000_000 };
  const groups: Record<string, string[] | 'unknown'> = {
    [dba]: ['U0DBA1', 'U0DBA2', 'U0BOTH'],
    [security]: ['U0SEC1', 'U0BOTH'],
    [oncall]: ['U0CALL1'],
  };
  const standings: Record<string, Standing> = {};
  const notes: PrivateNote[] = [];
  const clock = createClock(1, () => time.nowMs);
  const queues = { enqueue: async () => undefined, promote: async () => undefined, close: async () => undefined };
  const settings = {
    ...{ installation: 'test', clusters: [] },
    ...{ requesters: ['U0ANA', 'U0BOB', 'U0CALL1', 'U0DBA1'], operators: ['U0OPS'], policy },
    scopes: [{ regionId: 'cn-beijing', tags: { team: 'payments' } }],
  };
  const as = (userId: string): UseCaseContext => ({
    actor: { kind: 'slack-user', userId, teamId: team },
    ...{ store, queues, clock, settings },
    people: {
      isOneOf: (id, ids) => (ids.some((one) => one === id || groups[one]?.includes(id)) ? 'yes' : 'no'),
      memberships: (): Memberships => ({ ...groups }),
    },
    inventory: () => inventory,
  });
  const newTender = () =>
    createRequestTender({
      ...{ store, queues, clock, settings },
      log: createLogger({ level: 'silent' }),
      readGroups: {
        memberships: async (): Promise<Memberships> => structuredClone(groups),
        standings: async (people): Promise<Standings> =>
          Object.fromEntries(people.map((id) => [id, standings[id] ?? 'counts'])),
      },
      tellPrivately: async (note) => void notes.push(note),
    });
  const tender = newTender();
  let clicks = 0;
  const request = async (id = requestId) => {
    const found = await readRequest(store, id);
    if (!found) throw new Error('no request');
    return found;
  };
  return {
    ...{ store, time, groups, standings, notes, as, newTender, request, clock, policy },
    tend: (id = requestId) => tender(id),
    pool: () => putPool(store),
    ask: (userId: string, raw: Partial<RawGrantRequest> = {}, id = requestId) =>
      requestGrant(as(userId), {
        requestId: id,
        raw: { pool: 'payments', instance: 'orders', for: '7d', reason: 'reads the ledger', ...raw },
        announcement: { channelId: 'C0TEAM', userId },
      }),
    /** What the worker does when the plan is there: the next round with this hash. */
    async plan(hash = 'hash-1', rule = policy.rules[0], id = requestId) {
      const before = await request(id);
      if (!rule) throw new Error('no rule');
      const next: AccessRequest = {
        ...before,
        ...{ state: 'pending', round: before.round + 1, opened: undefined, decisions: [], approved: undefined },
        confirmation: undefined,
        ...{ plan: { plan: planOf(before), hash }, lastReminderAtMs: undefined },
        rule: { ...rule, because: 'rule 1', policyVersion: policyVersion(policy) },
      };
      const result = await store.commit({
        records: [accessRequestChange(next)],
        due: [{ id, atMs: time.nowMs }],
      });
      if (!result.ok) throw new Error('the plan was not taken');
    },
    async click(userId: string, verdict: 'approve' | 'deny' = 'approve', round = 1, id = requestId) {
      clicks += 1;
      time.nowMs += 1;
      const reason = verdict === 'deny' ? { reason: 'not now' } : {};
      return recordClick(as(userId), { requestId: id, round, clickId: `click-${clicks}`, verdict, ...reason });
    },
    async applies() {
      const ids = await store.readIndex(unfinishedIndex);
      const records = await store.readMany(ids);
      return records.filter(({ fields }) => fields.header?.includes('"apply-grant"'));
    },
    async audit() {
      return (await store.readAudit({ after: 0, limit: 10_000 })).filter(({ subject }) => subject === requestId);
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** Asked by Ana, planned, and open for decisions. */
export async function openRequest(options: Parameters<typeof openDesk>[0] = {}): Promise<Desk> {
  const desk = await openDesk(options);
  await desk.pool();
  await desk.ask('U0ANA');
  await desk.plan();
  await desk.tend();
  return desk;
}

const database = {
  ...{ regionId: 'cn-beijing', vpcId: 'vpc-1', engine: 'MySQL', status: 'Running', isReplica: false },
};

const inventory: Inventory = {
  refreshedAtMs: 1,
  clusters: [],
  databases: [
    { ...database, instanceId: 'rm-orders', name: 'orders', tags: { team: 'payments', env: 'prod' } },
    { ...database, instanceId: 'rm-sandbox', name: 'sandbox', tags: { team: 'payments', env: 'dev' } },
    { ...database, instanceId: 'rm-far', name: 'far', vpcId: 'vpc-2', tags: { team: 'payments', env: 'prod' } },
    { ...database, instanceId: 'rr-orders', name: 'copy', isReplica: true, tags: { team: 'payments' } },
    { ...database, instanceId: 'rm-hr', name: 'hr', tags: { team: 'people', env: 'prod' } },
    { ...database, instanceId: 'rm-odd', name: 'odd', tags: { team: 'payments' } },
  ],
};

export async function putPool(store: Store, changes: { state?: 'ready' | 'creating'; namespaces?: string[] } = {}) {
  const pool = {
    ...{ id: 'pool-a', name: 'payments', state: changes.state ?? ('ready' as const), clusterName: 'prod' },
    ...{ clusterId: 'c1', regionId: 'cn-beijing', vpcId: 'vpc-1', expectedPods: 10, nodes: { min: 2, max: 2 } },
    ...{ instanceTypes: [], vSwitches: [], configMapName: 'eni-config-payments', nodePoolId: undefined },
    ...{ namespaces: changes.namespaces ?? ['payments'], namespacesEnforced: true, ownerGroup: undefined },
    requestedBy: { kind: 'slack-user' as const, userId: 'U0OWNER', teamId: team },
    ...{ createdAtMs: 1, readyAtMs: 2, reviewAtMs: undefined, operationId: 'op-aaaaaaaaaaaa' },
  };
  await store.commit({
    records: [{ id: poolNameRecordId('payments'), state: 'taken', set: { pool: pool.id } }, poolChange(pool, {})],
    addTo: [{ index: poolIndex, id: pool.id, atMs: 1 }],
  });
}

function planOf(request: AccessRequest): GrantPlan {
  const primary = {
    ...{ instanceId: request.instanceId, group: { name: 'ep_payments_0a1b2c3d', networkType: 'MIX' as const } },
    ...{ description: 'orders', engine: 'MySQL', status: 'Running', otherGroups: [] },
    ...{ entriesBefore: [], entriesAfter: ['10.64.0.0/24'] },
  };
  const cidrs = [{ cidr: '10.64.0.0/24', vSwitchId: 'vsw-1' }];
  return {
    ...{
      schemaVersion: 1,
      kind: request.kind === 'new-pool' ? 'first-grant' : request.kind,
      installation: 'test',
      poolId: 'pool-a',
      clusterId: 'c1',
    },
    ...{ primary, replicas: [], addedCidrs: cidrs, totalCidrs: cidrs, namespaces: ['payments'] },
    ...{ areNamespacesEnforced: true, duration: request.duration },
    describes: {
      ...{ poolName: 'payments', clusterName: 'prod', poolState: 'ready', plannedAtMs: 1, admittedAddresses: 256 },
      ...{ blanketTolerations: [], warnings: [] },
    },
  };
}
