import { expect } from 'vitest';
import type { CreatePlan } from '../../src/domain/create-plan.ts';
import type { Operation, OperationState } from '../../src/domain/operation.ts';
import type { Pool } from '../../src/domain/pool.ts';
import { operationField, operationOf, unfinishedIndex } from '../../src/store/operation-record.ts';
import { hashedPlanSchema } from '../../src/store/plan-record.ts';
import { poolIndex, poolNameRecordId, poolOf } from '../../src/store/pool-record.ts';
import type { AuditRecord, Store } from '../../src/store/store.ts';
import { until } from './until.ts';

/** What the store holds, read the way the service reads it. */
export function createRecords(store: Store) {
  const operation = async (id: string): Promise<Operation> => {
    const record = await store.read(id);
    if (!record) throw new Error(`no operation ${id}`);
    return operationOf(record);
  };
  const planOf = async (id: string): Promise<CreatePlan | undefined> => {
    const text = (await store.read(id))?.fields[operationField.plan];
    return text ? hashedPlanSchema.parse(JSON.parse(text)).plan : undefined;
  };
  return {
    operation,
    planOf,
    async pool(name: string): Promise<Pool | undefined> {
      const claim = await store.read(poolNameRecordId(name));
      const record = await store.read(claim?.fields.pool ?? '');
      return record && poolOf(record);
    },
    /** Waits until an operation is in the state; when it stops in another one, says why. */
    async until(id: string, state: OperationState, timeoutMs = 40_000): Promise<Operation> {
      const deadline = Date.now() + timeoutMs;
      return until(async () => {
        const seen = await operation(id);
        if (seen.state === state) return seen;
        const isMoving = seen.state === 'running' || seen.state === 'rolling-back';
        if (isMoving && Date.now() < deadline) return undefined;
        const steps = seen.steps.map(({ name, record }) => `${name}: ${record.status} ${record.waitingFor ?? ''}`);
        throw new Error(`${id} is ${seen.state}, not ${state}: ${seen.error?.text ?? ''}\n${steps.join('\n')}`);
        // The reason above is worth more than that nothing came in time.
      }, timeoutMs + 5_000);
    },
    /** Waits until a step of an operation has the status. */
    async untilStep(id: string, step: string, status: string): Promise<void> {
      const look = async () => (await operation(id)).steps.find(({ name }) => name === step)?.record.status;
      await expect.poll(look, { timeout: 20_000, interval: 5 }).toBe(status);
    },
    async audit(): Promise<AuditRecord[]> {
      return store.readAudit({ after: 0, limit: 5_000 });
    },
    /** What a request leaves behind in the store: nothing of it is there after a refusal. */
    async traces(vpcId: string): Promise<unknown> {
      const [pools, operations, reservations] = await Promise.all([
        store.readIndex(poolIndex),
        store.readIndex(unfinishedIndex),
        store.read(`reservations-${vpcId}`),
      ]);
      return { pools, operations, reservations: Object.keys(reservations?.fields ?? {}) };
    },
  };
}
