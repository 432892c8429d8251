import { adoptSteps } from '../../domain/adopt-plan.ts';
import { poolChange, poolOf } from '../../store/pool-record.ts';
import type { Commit } from '../../store/store.ts';
import type { OperationEnd } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { adoptPlanIn } from './plan-of.ts';

/** What ends with an adoption, also with one that was given up: the nodes that came over are the pool's. */
export async function atEndOfAdopt(deps: WorkflowDeps, { operation }: OperationEnd): Promise<Partial<Commit>> {
  const record = await deps.store.read(operation.poolId);
  const pool = record && poolOf(record);
  if (!record || pool?.changedBy !== operation.id) return {};
  const facts = (step: string) => operation.steps.find(({ name }) => name === step)?.record.facts;
  const came = (adoptPlanIn(operation)?.nodes ?? []).filter((node) => facts(adoptSteps(node).attach)).length;
  const nodes = { min: pool.nodes.min + came, max: pool.nodes.max + came };
  return { records: [poolChange({ ...pool, nodes, changedBy: undefined }, { rev: record.rev })] };
}
