import type { HashedPlan } from '../domain/create-plan.ts';
import type { Operation } from '../domain/operation.ts';
import { operationField, operationOf } from '../store/operation-record.ts';
import { hashedPlanSchema } from '../store/plan-record.ts';
import type { Store } from '../store/store.ts';

export async function readOperation(store: Store, id: string): Promise<Operation | undefined> {
  const record = await store.read(id);
  return record ? operationOf(record) : undefined;
}

/** The operation with the plan it follows; no plan until it is computed. */
export async function readOperationAndPlan(
  store: Store,
  id: string,
): Promise<{ operation: Operation; plan: HashedPlan | undefined } | undefined> {
  const record = await store.read(id);
  if (!record) return undefined;
  const plan = record.fields[operationField.plan];
  return { operation: operationOf(record), plan: plan ? hashedPlanSchema.parse(JSON.parse(plan)) : undefined };
}
