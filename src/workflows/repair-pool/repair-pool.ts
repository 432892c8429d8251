import { behind } from '../../notify/notify.ts';
import { poolDriftRecordId, poolDriftSweepId } from '../../store/pool-drift-record.ts';
import { poolChange, poolOf } from '../../store/pool-record.ts';
import type { Commit } from '../../store/store.ts';
import type { OperationEnd, Step, Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { repairConfigMapStep } from './repair-config-map.ts';
import { repairInputSchema } from './repair-input.ts';
import { repairNodePoolStep } from './repair-node-pool.ts';
import { repairPolicyStep } from './repair-policy.ts';
import { repairTerwayStep } from './repair-terway.ts';

/**
 * Puts back of a pool what others changed, as far as that needs no judgement: Terway's ConfigMap, labels and taints, the
 * admission policy. Only what was found wrong is looked at, and nothing that carries another marker is touched. There
 * is nothing to undo: what it writes is what the pool was made with.
 */
export function repairPoolWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'repair',
    steps: (operation) => {
      const { kinds, clusterId } = repairInputSchema.parse(operation.input);
      const has = (...names: string[]) => kinds.some((kind) => names.some((name) => kind.startsWith(name)));
      const parts: [isNeeded: boolean, make: (needs: string[]) => Step][] = [
        // First who is kept out, then which network, then those who read of it.
        [has('policy-'), (needs) => repairPolicyStep(deps, needs)],
        [has('config-map-'), (needs) => repairConfigMapStep(deps, needs)],
        [has('node-'), (needs) => repairNodePoolStep(deps, { needs, clusterId })],
        [has('config-map-', 'node-label', 'node-pool-label', 'terway-old'), (needs) => repairTerwayStep(deps, needs)],
      ];
      const steps: Step[] = [];
      for (const [isNeeded, make] of parts) if (isNeeded) steps.push(make(steps.slice(-1).map(({ name }) => name)));
      return steps;
    },
    atEnd: (end) => endOfRepair(deps, end),
  };
}

/** The pool is free for others, and is looked at again: whether the findings are gone is seen there. */
async function endOfRepair(deps: WorkflowDeps, { operation }: OperationEnd): Promise<Partial<Commit>> {
  const record = await deps.store.read(operation.poolId);
  const pool = record && poolOf(record);
  const nowMs = deps.clock.now();
  const due = [{ id: poolDriftSweepId, atMs: nowMs }, behind(poolDriftRecordId(operation.poolId), nowMs)];
  if (!record || pool?.changedBy !== operation.id) return { due };
  return { records: [poolChange({ ...pool, changedBy: undefined }, { rev: record.rev })], due };
}
