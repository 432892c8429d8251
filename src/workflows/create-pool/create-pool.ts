import type { HashedPlan } from '../../domain/create-plan.ts';
import type { Operation } from '../../domain/operation.ts';
import { admitsWholeNodes } from '../../domain/pool-network.ts';
import { canaryStep } from '../pool-steps/canary.ts';
import { checkNodesStep } from '../pool-steps/check-nodes.ts';
import type { Step, Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { addNodesStep } from './add-nodes.ts';
import { applyConfigMapStep } from './apply-config-map.ts';
import { atEndOfCreate } from './at-end.ts';
import { createNodePoolStep } from './create-node-pool.ts';
import { createRequestOf } from './create-request-of.ts';
import { createVSwitchStep } from './create-vswitch.ts';
import { enableAutoScalingStep } from './enable-auto-scaling.ts';
import { guardNamespacesStep } from './guard-namespaces.ts';
import { makePlanStep } from './make-plan.ts';
import { planNewPoolStep, requestIdIn } from './plan-new-pool.ts';
import { spreadNodesStep } from './spread-nodes.ts';
import { targetOfPlan } from './target.ts';

/**
 * Creates a fixed egress pool. On Terway the node pool may be made while vSwitches are still pending, but it stays empty
 * until the ConfigMap reads back correct (DESIGN promise 3); on Flannel its nodes live in the vSwitches. The pool is ready
 * only when a canary pod in each zone is seen with an address of that zone's CIDR (promise 4).
 */
export function createPoolWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'create',
    steps: (operation: Operation, hashed: HashedPlan | undefined) => [
      makePlanStep(deps, { reserve: true }),
      ...(hashed ? stepsOfPlan(deps, operation, hashed) : []),
    ],
    atEnd: (end) => atEndOfCreate(deps, end),
  };
}

/** The plan and nothing else: for a dry run, or for those who decide whether the pool is made. It reserves nothing. */
export function planPoolWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'plan',
    steps: (operation) => {
      const requestId = requestIdIn(operation);
      return [requestId === undefined ? makePlanStep(deps, { reserve: false }) : planNewPoolStep(deps, requestId)];
    },
    atEnd: async () => ({}),
  };
}

function stepsOfPlan(deps: WorkflowDeps, operation: Operation, { plan }: HashedPlan): Step[] {
  const zones = plan.zones.map(({ zoneId }) => zoneId);
  const vSwitchSteps = zones.map((zoneId, index) =>
    createVSwitchStep(deps, {
      zoneId,
      vpcId: plan.vpcId,
      needs: index === 0 ? ['plan'] : [`vswitch-${zones[index - 1]}`],
    }),
  );
  const made = vSwitchSteps.map(({ name }) => name);
  return [
    ...vSwitchSteps,
    ...(createRequestOf(operation).namespaces.length > 0 ? [guardNamespacesStep(deps, { needs: ['plan'] })] : []),
    createNodePoolStep(deps, { clusterId: plan.clusterId, needs: admitsWholeNodes(plan.plugin) ? made : ['plan'] }),
    applyConfigMapStep(deps, { network: plan.plugin.network, needs: made }),
    addNodesStep(deps, { clusterId: plan.clusterId, needs: ['config-map', 'node-pool'] }),
    spreadNodesStep(deps, { clusterId: plan.clusterId, needs: ['add-nodes'] }),
    checkNodesStep(deps, { needs: ['spread-nodes'], target: targetOfPlan }),
    ...zones.map((zoneId) => canaryStep(deps, { zoneId, needs: ['nodes'], target: targetOfPlan })),
    ...(plan.nodes.max > plan.nodes.min
      ? [enableAutoScalingStep(deps, { clusterId: plan.clusterId, needs: zones.map((zoneId) => `canary-${zoneId}`) })]
      : []),
  ];
}
