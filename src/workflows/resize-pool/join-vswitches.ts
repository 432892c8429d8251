import type { Pool, PoolVSwitch } from '../../domain/pool.ts';
import { poolOf } from '../../store/pool-record.ts';
import { recordGrants } from '../grant-steps/record-grants.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { changePoolVSwitches } from './change-pool-vswitches.ts';
import { addedVSwitches, resizePlanOf } from './target.ts';

/**
 * Makes the new vSwitches part of the pool, still without pods: from then on whoever is asked about a database for the
 * pool is asked about them too.
 */
export function joinVSwitchesStep(deps: WorkflowDeps, request: { needs: string[] }): Step {
  return {
    name: 'joined',
    title: 'New vSwitches made part of the pool',
    needs: request.needs,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const made = addedVSwitches(resizePlanOf(context), context.facts).map(
        (one): PoolVSwitch => ({ ...one, canaryIp: undefined, freeAddresses: undefined, stage: 'joining' }),
      );
      const also = await changePoolVSwitches(deps, context, (vSwitches) => [
        ...vSwitches,
        ...made.filter((one) => !vSwitches.some(({ vSwitchId }) => vSwitchId === one.vSwitchId)),
      ]);
      return done({ vSwitchIds: made.map(({ vSwitchId }) => vSwitchId) }, { also });
    },
    async undo(context) {
      const blocks = resizePlanOf(context).added.map(({ cidrBlock }) => cidrBlock);
      const others = ({ vSwitches }: Pick<Pool, 'vSwitches'>) =>
        vSwitches.filter(({ cidrBlock }) => !blocks.includes(cidrBlock));
      const record = await deps.store.read(context.operation.poolId);
      const pool = record && poolOf(record);
      if (pool) await recordGrants(deps, { pool: { ...pool, vSwitches: others(pool) }, fence: context.fence });
      const also = await changePoolVSwitches(deps, context, (vSwitches) => others({ vSwitches }));
      return done({}, { also });
    },
  };
}
