import { z } from 'zod';
import { holdsAddress } from '../../domain/cidr.ts';
import { TerminalError } from '../../domain/errors.ts';
import type { Pool } from '../../domain/pool.ts';
import { addressSeen, admitsWholeNodes } from '../../domain/pool-network.ts';
import type { Pod } from '../../kubernetes/kubernetes.ts';
import { poolOf } from '../../store/pool-record.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, type StepContext, type Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

const inputSchema = z.object({ namespace: z.string(), name: z.string() });

/** Shows whether databases see a workload's pods with addresses of the pool. Reads only. */
export function proveWorkloadWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'prove',
    steps: () => [
      {
        name: 'workload',
        title: "The workload's pods",
        needs: [],
        deadlineMs: 5 * 60_000,
        ensure: (context) => prove(deps, context),
      },
    ],
    atEnd: async () => ({}),
  };
}

async function prove(deps: WorkflowDeps, context: StepContext) {
  const workload = inputSchema.parse(context.operation.input);
  const record = await deps.store.read(context.operation.poolId);
  if (!record) throw new TerminalError({ code: 'PLAN_INVALID', publicText: 'The pool is gone.' });
  const pool = poolOf(record);
  const pods = await kubernetesOf(deps, pool.clusterName).listWorkloadPods(workload);
  if (!pods) throw noWorkload(pool, workload);
  const running = pods.filter(({ podIp, deletedAtMs }) => podIp !== undefined && deletedAtMs === undefined);
  const outside = running.filter((pod) => !isInside(pool, pod));
  const shown = running
    .slice(0, 20)
    .map((pod) => ({ pod: pod.name, ip: addressSeen(pool, pod) ?? '', inside: isInside(pool, pod) }));
  if (outside.length > 0) throw podsOutside(pool, outside);
  if (running.length === 0) {
    throw new TerminalError({
      code: 'CANARY_FAILED',
      publicText: `${workload.namespace}/${workload.name} has no running pods, so nothing is proven. Start it with the patch of "/egress-pool use ${pool.name}", then ask again.`,
    });
  }
  return done({ pods: shown, running: running.length });
}

function isInside(pool: Pool, pod: Pod): boolean {
  const address = addressSeen(pool, pod);
  const isSeen = address !== undefined && (!pod.hostNetwork || admitsWholeNodes(pool));
  return isSeen && pool.vSwitches.some(({ cidrBlock }) => holdsAddress(cidrBlock, address));
}

function noWorkload(pool: Pool, workload: { namespace: string; name: string }): TerminalError {
  return new TerminalError({
    code: 'PLAN_INVALID',
    publicText: `There is no Deployment, StatefulSet or DaemonSet ${workload.namespace}/${workload.name} in ${pool.clusterName}. Ask again with namespace/name.`,
  });
}

function podsOutside(pool: Pool, outside: Pod[]): TerminalError {
  const list = outside
    .slice(0, 5)
    .map((pod) => `${pod.name} ${addressSeen(pool, pod) ?? '?'}${pod.hostNetwork ? ' (hostNetwork)' : ''}`);
  const [seen, hint] = admitsWholeNodes(pool)
    ? ['run on nodes', '']
    : ['have addresses', "; hostNetwork pods always leave with the node's address"];
  return new TerminalError({
    code: 'CANARY_OUTSIDE',
    publicText: `${outside.length} pods ${seen} outside ${pool.name}: ${list.join(', ')}. Add the patch of "/egress-pool use ${pool.name}" to the workload and let its pods start anew${hint}.`,
  });
}
