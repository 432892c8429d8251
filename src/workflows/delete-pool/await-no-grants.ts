import { NeedsHumanError } from '../../domain/errors.ts';
import { accessRequestOf, openRequestIndex } from '../../store/access-records.ts';
import { readLiveGrants } from '../../store/read-live-grants.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { deletePlanOf } from './plan-of.ts';
import { withdrawal } from './withdrawal.ts';

/**
 * Since nothing is applied for a pool that is being deleted, no grant of it can begin any more. One that had begun to at
 * the very moment, and a request that was asked right then, are found here, before anything is taken away.
 */
export function awaitNoGrantsStep(deps: WorkflowDeps, { needs }: { needs: string[] }): Step {
  return {
    ...{ name: 'grants', title: 'No database is open to it', needs, deadlineMs: 24 * 60 * 60_000 },
    ensure: (context) => look(deps, context),
  };
}

async function look(deps: WorkflowDeps, context: StepContext): Promise<StepOutcome> {
  const { store } = deps;
  const { poolId, poolName } = deletePlanOf(context);
  const [grants, requests] = await Promise.all([
    readLiveGrants(store),
    store.readIndex(openRequestIndex).then((ids) => store.readMany(ids)),
  ]);
  const live = grants.filter((one) => one.poolId === poolId && one.state !== 'ended');
  const open = live.filter(({ state }) => state === 'applying' || state === 'active');
  if (open.length > 0) {
    const names = open.map(({ instanceId }) => instanceId).join(', ');
    throw new NeedsHumanError({
      code: 'POOL_IN_USE',
      publicText: `Pool ${poolName} was let into ${names} at the same moment. Nothing was taken away yet. Close it with /egress-pool revoke ${poolName} --all, then retry.`,
    });
  }
  if (live.length > 0) {
    return waiting(`${live.map(({ instanceId }) => instanceId).join(', ')} to be closed to it`, context.startedAtMs);
  }
  for (const request of requests.map(accessRequestOf).filter((one) => one.poolId === poolId)) {
    await context.fence();
    const { ok } = await store.commit(await withdrawal(deps, request));
    if (!ok) return waiting(`request ${request.id} to be withdrawn`, context.startedAtMs);
  }
  return done({});
}
