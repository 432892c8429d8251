import { isOurs } from '../../domain/markers.ts';
import { isSameGuard, namespaceGuard } from '../../domain/namespace-guard.ts';
import type { Pool } from '../../domain/pool.ts';
import { daemonSetsOnPool } from '../create-pool/preflight/find-warnings.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

export interface PoolGuard {
  /** The cluster denies pods of other namespaces that name the pool, by exactly the rules for its namespaces. */
  isEnforced: boolean;
  /** DaemonSets that run on the pool's nodes with addresses of the pool, as `namespace/name`. */
  blanketTolerations: string[];
}

/**
 * Who can get one of the pool's addresses, as the cluster has it now. While its namespaces are being changed, the rules
 * for those that are to come count as well.
 */
export async function readPoolGuard(
  deps: WorkflowDeps,
  pool: Pool,
  namespaces: readonly string[] = pool.namespaces,
): Promise<PoolGuard> {
  const kubernetes = kubernetesOf(deps, pool.clusterName);
  const { installation, canary } = deps.settings;
  const canaryNamespace = canary?.namespace ?? '';
  const guards = [pool.namespaces, namespaces].map((of) =>
    namespaceGuard({ ...pool, namespaces: of, canaryNamespace }),
  );
  const [policy, daemonSets] = await Promise.all([
    kubernetes.readPodPolicy(namespaceGuard({ ...pool, canaryNamespace }).name),
    kubernetes.listDaemonSets(),
  ]);
  const isPolicyOurs = policy !== undefined && isOurs(policy.labels, { installation, poolId: pool.id });
  return {
    isEnforced:
      canary !== undefined && isPolicyOurs && policy.isBound && guards.some((guard) => isSameGuard(policy, guard)),
    blanketTolerations: daemonSetsOnPool(daemonSets, pool)
      .map(({ namespace, name }) => `${namespace ?? ''}/${name}`)
      .sort(),
  };
}
