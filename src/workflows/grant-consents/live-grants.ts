import type { Grant } from '../../domain/grants/grant.ts';
import { readLiveGrants } from '../../store/read-live-grants.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** The pool's grants that are in force or become so; one that ends has nothing to say any more. Oldest first. */
export async function liveGrantsOf(deps: WorkflowDeps, poolId: string): Promise<Grant[]> {
  const grants = await readLiveGrants(deps.store);
  return grants
    .filter((grant) => grant.poolId === poolId && (grant.state === 'applying' || grant.state === 'active'))
    .toSorted((left, right) => left.createdAtMs - right.createdAtMs);
}
