import type { PoolWorkloads } from '../domain/capacity/pool-workloads.ts';
import { inTheWaySchema } from '../store/delete-plan-schema.ts';
import type { UseCaseContext } from './context.ts';
import { noSuchOperation } from './no-such-operation.ts';
import { readOperation } from './read-operation.ts';
import type { Refusal } from './request-answer.ts';

/** The pods that kept a pool from being deleted, as they were found then; for everybody. Throws STORE_UNAVAILABLE. */
export async function showPodsInTheWay(
  { store }: UseCaseContext,
  operationId: string,
): Promise<{ kind: 'found'; poolName: string; found: PoolWorkloads } | Refusal> {
  const operation = await readOperation(store, operationId);
  const notes = operation?.steps.find(({ name }) => name === 'plan')?.record.notes;
  const seen = inTheWaySchema.safeParse(notes?.inTheWay);
  if (!operation || !seen.success) return noSuchOperation(operationId);
  return { kind: 'found', poolName: operation.poolName, found: seen.data.pods };
}
