import { namespaceGuard } from '../../domain/namespace-guard.ts';
import type { Pool } from '../../domain/pool.ts';
import { applyGuard } from '../pool-steps/apply-guard.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import type { StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { stopChange } from './read-change.ts';

/** Makes the cluster keep everybody out but these namespaces; `mayWrite` throws when that must not be any more. */
export function writeGuard(
  deps: WorkflowDeps,
  context: StepContext,
  { pool, namespaces, mayWrite }: { pool: Pool; namespaces: string[]; mayWrite: () => Promise<void> },
): Promise<'enforced' | 'unsupported'> {
  const canaryNamespace = deps.settings.canary?.namespace;
  if (canaryNamespace === undefined) {
    throw stopChange('The configuration names no namespace for canary pods. Set canary.namespace, then retry.');
  }
  return applyTo(deps, {
    pool: { ...pool, namespaces },
    canaryNamespace,
    fence: async () => {
      await context.note({ canaryNamespace });
      await context.fence();
      await mayWrite();
    },
  });
}

/** Makes the cluster keep out what it did before, if this step has begun to change that; whatever the settings say now. */
export async function restoreGuard(deps: WorkflowDeps, context: StepContext, pool: Pool): Promise<void> {
  const { canaryNamespace } = context.notes;
  if (typeof canaryNamespace !== 'string') return;
  await applyTo(deps, { pool, canaryNamespace, fence: context.fence });
}

function applyTo(
  deps: WorkflowDeps,
  { pool, canaryNamespace, fence }: { pool: Pool; canaryNamespace: string; fence: () => Promise<void> },
): Promise<'enforced' | 'unsupported'> {
  return applyGuard(kubernetesOf(deps, pool.clusterName), {
    guard: namespaceGuard({ ...pool, canaryNamespace }),
    marker: { installation: deps.settings.installation, poolId: pool.id, poolName: pool.name },
    fence,
  });
}
