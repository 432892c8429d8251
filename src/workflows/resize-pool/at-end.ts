import type { Facts } from '../../domain/operation.ts';
import type { Pool } from '../../domain/pool.ts';
import type { ResizePlan } from '../../domain/resize-plan.ts';
import { poolChange, poolOf } from '../../store/pool-record.ts';
import type { Commit } from '../../store/store.ts';
import { releaseReservations } from '../create-pool/reservations.ts';
import { canaryProof } from '../pool-steps/canary-facts.ts';
import type { OperationEnd } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { resizePlanIn } from './target.ts';

/** What ends with a resize: the pool is nobody's to resize any more and, unless it was rolled back, holds more or fewer pods. */
export async function atEndOfResize(deps: WorkflowDeps, end: OperationEnd): Promise<Partial<Commit>> {
  const { operation, outcome } = end;
  const plan = resizePlanIn(operation);
  const record = await deps.store.read(operation.poolId);
  const pool = record && poolOf(record);
  if (!plan || !record || pool?.changedBy !== operation.id) return {};
  const facts = (step: string) => operation.steps.find(({ name }) => name === step)?.record.facts;
  const ended: Pool = outcome === 'done' ? resized(pool, plan, facts) : pool;
  return {
    records: [
      ...(plan.added.length > 0 ? [releaseReservations({ vpcId: plan.vpcId, zones: plan.added })] : []),
      poolChange({ ...ended, changedBy: undefined }, { rev: record.rev }),
    ],
  };
}

function resized(pool: Pool, plan: ResizePlan, facts: (step: string) => Facts | undefined): Pool {
  const proofs = [...plan.kept, ...plan.added].flatMap(({ zoneId }) => {
    const parsed = canaryProof.safeParse(facts(`canary-${zoneId}`));
    return parsed.success ? [parsed.data] : [];
  });
  // The last of them is deleted by the step that ends the operation, in this same commit.
  const isKept = ({ vSwitchId }: Pool['vSwitches'][number]) => !plan.removed.some((one) => one.vSwitchId === vSwitchId);
  return {
    ...pool,
    expectedPods: plan.expectedPods.to,
    nodes: plan.nodes.to,
    vSwitches: pool.vSwitches.filter(isKept).map((one) => {
      const proof = proofs.find(({ cidrBlock }) => cidrBlock === one.cidrBlock);
      return proof ? { ...one, ...proof } : one;
    }),
  };
}
