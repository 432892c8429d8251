import { expect } from 'vitest';
import type { AccessRequest } from '../../src/domain/grants/access-request.ts';
import type { Grant } from '../../src/domain/grants/grant.ts';
import type { GrantDuration } from '../../src/domain/grants/grant-duration.ts';
import { grantEnd } from '../../src/domain/grants/grant-end.ts';
import { operationIdFrom } from '../../src/domain/names.ts';
import type { Operation, OperationKind } from '../../src/domain/operation.ts';
import type { Pool } from '../../src/domain/pool.ts';
import { createClock } from '../../src/platform/clock.ts';
import {
  accessRequestChange,
  accessRequestOf,
  grantOf,
  openRequestIndex,
  pairRecordId,
} from '../../src/store/access-records.ts';
import type { Store } from '../../src/store/store.ts';
import { beginEndOfGrant } from '../../src/use-cases/begin-end-of-grant.ts';
import { beginOperation } from '../../src/use-cases/begin-operation.ts';
import { accessRequestDocument } from './access-documents.ts';
import { people, type Scenario } from './scenario.ts';
import { until } from './until.ts';

/** One DBA and one of Security for what is tagged prod; dev approves itself; the rest is for the platform's operators. */
export const approvals = {
  rules: [
    { match: { tags: { env: 'prod' } }, require: [{ group: 'S0DBA0001' }, { group: 'S0SEC0001' }] },
    { match: { tags: { env: 'dev' } }, autoApprove: true },
  ],
  fallback: { require: [{ group: 'S0PLATFORM' }] },
};

const memberships = { S0DBA0001: ['U02DAVID'], S0SEC0001: ['U03SARA'], S0PLATFORM: ['U04OLGA'] };
/** The sweep finds what is begun here; nobody needs to be told. */
const queues = { enqueue: async () => {}, promote: async () => {}, close: async () => {} };
const actor = { kind: 'slack-user' as const, userId: people.ana, teamId: 'T0ACME' };
let counted = 0;

/** Requests and grants put into the store as the bot would, for what the worker makes of them. */
export function accessOn(scenario: Scenario) {
  const { store, world } = scenario;
  const clock = createClock(world.scale);
  const begin = async (kind: OperationKind, request: AccessRequest): Promise<string> => {
    const id = operationIdFrom(`${kind} ${counted++} ${request.id}`);
    const { poolId, poolName } = request;
    const input = { requestId: request.id };
    await beginOperation(
      { store, queues, clock, actor },
      { id, kind, poolId, poolName, announcement: undefined, input },
    );
    return id;
  };
  const request = async (id: string): Promise<AccessRequest> => accessRequestOf(await recordOf(store, id));
  const grant = async (id: string): Promise<Grant> => grantOf(await recordOf(store, id));
  const apply = async (id: string): Promise<string> => begin('apply-grant', await request(id));
  const untilGrant = async (id: string, state: Grant['state'], timeoutMs = 40_000): Promise<Grant> => {
    await expect.poll(async () => (await store.read(id))?.state, { timeout: timeoutMs, interval: 50 }).toBe(state);
    return grant(id);
  };
  return {
    request,
    grant,
    apply,
    untilGrant,
    /** Somebody asks; answers the request once the worker has planned it. */
    async ask(pool: Pool, changes: Partial<AccessRequest> = {}): Promise<AccessRequest> {
      counted += 1;
      const suffix = operationIdFrom(`ask ${counted} ${pool.id}`).slice(3);
      const nowMs = clock.now();
      const asked = accessRequestDocument({
        ...{ id: `req-${suffix}`, grantId: `grant-${suffix}`, poolId: pool.id, poolName: pool.name },
        ...{ clusterName: pool.clusterName, requesters: [people.ana], createdAtMs: nowMs },
        ...{ expiresAtMs: clock.after(30 * 86_400_000), duration: { kind: 'limited', durationMs: 7 * 86_400_000 } },
        ...changes,
      });
      const pairId = pairRecordId(asked);
      const result = await store.commit({
        records: [
          accessRequestChange(asked, { absent: true }),
          ...(changes.grantId
            ? []
            : [{ id: pairId, expect: { absent: true as const }, state: 'held', set: { grant: asked.grantId } }]),
        ],
        addTo: [{ index: openRequestIndex, id: asked.id, atMs: nowMs }],
      });
      expect(result.ok).toBe(true);
      await scenario.until(await begin('plan-grant', asked), 'done');
      return request(asked.id);
    },
    /** Everybody whom the rule asks approves; the clock of the grant starts. */
    async approve(id: string, o: { by?: string[]; endMs?: number } = {}): Promise<AccessRequest> {
      for (;;) {
        const asked = await request(id);
        const nowMs = clock.now();
        const by = o.by ?? ['U02DAVID', 'U03SARA'];
        const approved: AccessRequest = {
          ...asked,
          state: 'approved',
          opened: { atMs: nowMs, memberships },
          decisions: by.map((personId) => ({ personId, verdict: 'approve', atMs: nowMs })),
          approved: {
            atMs: nowMs,
            counted: by.map((personId) => ({ personId, group: personId === 'U03SARA' ? 'S0SEC0001' : 'S0DBA0001' })),
            endMs: o.endMs ?? endOf(asked.duration, nowMs),
          },
        };
        if ((await store.commit({ records: [accessRequestChange(approved)] })).ok) return request(id);
      }
    },
    /** The grant's end is begun, as a revoke does. */
    async revoke(grantId: string): Promise<string> {
      const operationId = operationIdFrom(`revoke ${counted++} ${grantId}`);
      const revoked = { grantId, by: actor, cause: 'revoked', operationId };
      expect(await beginEndOfGrant({ store, queues, clock }, revoked)).toBe('begun');
      return operationId;
    },
    /** The pool is let in for so long: asked for, approved by two people and applied. */
    async granted(pool: Pool, durationMs: number): Promise<Grant> {
      const asked = await this.ask(pool, { duration: { kind: 'limited', durationMs } });
      await this.approve(asked.id);
      return this.applied(asked.id);
    },
    /** Applies an approved request and waits until the grant is active. */
    async applied(id: string): Promise<Grant> {
      const operationId = await apply(id);
      const { grantId } = await request(id);
      await untilApplied(scenario, operationId);
      return grant(grantId);
    },
  };

  function endOf(duration: GrantDuration, approvedAtMs: number): number | undefined {
    if (duration.kind === 'standing') return undefined;
    const scaled = { kind: 'limited' as const, durationMs: clock.delay(duration.durationMs) };
    return grantEnd({
      approvedAtMs,
      duration: scaled,
      firstApprovedAtMs: approvedAtMs,
      maxGrantMs: clock.delay(90 * 86_400_000),
    });
  }
}

/** The outcome of the last write step, once the operation says one; throws when the operation stops before. */
export async function untilApplied(scenario: Scenario, operationId: string): Promise<Operation> {
  return until(async () => {
    const operation = await scenario.operation(operationId);
    const outcomes = operation.steps.map(({ record }) => record.facts?.outcome);
    if (outcomes.includes('applied')) return operation;
    if (operation.state === 'running') return undefined;
    throw new Error(`${operation.state}: ${operation.error?.text ?? outcomes.join(' ')}`);
  }, 40_000);
}

async function recordOf(store: Store, id: string) {
  const record = await store.read(id);
  if (!record) throw new Error(`no record ${id}`);
  return record;
}

/** A ready pool for two namespaces in two zones. */
export async function readyPool(scenario: Scenario): Promise<Pool> {
  const create = 'create payments --pods 20 --cluster prod --zones cn-beijing-h,cn-beijing-g --namespaces payments';
  await scenario.until(await scenario.begin(people.ana, create), 'done');
  const pool = await scenario.pool('payments');
  if (!pool) throw new Error('no pool');
  return pool;
}
