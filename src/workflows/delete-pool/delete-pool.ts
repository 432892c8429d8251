import type { DeletePlan } from '../../domain/delete-plan.ts';
import { namespaceGuardName } from '../../domain/namespace-guard.ts';
import { awaitEmptyVSwitchStep } from '../pool-steps/await-empty-vswitch.ts';
import { deleteConfigMaps } from '../pool-steps/delete-config-maps.ts';
import { deleteUnused } from '../pool-steps/delete-vswitch.ts';
import { cloudOf, kubernetesOf } from '../pool-steps/pool-target.ts';
import { removeGuard } from '../pool-steps/remove-guard.ts';
import type { Step, Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { atEndOfDelete } from './at-end.ts';
import { awaitNoGrantsStep } from './await-no-grants.ts';
import { checkWhitelistsStep, mayStayIn } from './check-whitelists.ts';
import { drainNodesStep } from './drain-nodes.ts';
import { makeDeletePlanStep } from './make-plan.ts';
import { deletePlanIn, deletePlanOf, markerOfDelete } from './plan-of.ts';
import { deleteNodePoolStep, removeNodesStep, stopScalingStep } from './remove-nodes.ts';

/**
 * Takes a pool away, from its pods to its addresses. An address is free only when nothing has it and no database admits
 * it; Terway's ConfigMap stays as long as a node carries its label. Nothing of it is undone: it stops, and goes on.
 */
export function deletePoolWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'delete',
    steps: (operation) => {
      const plan = deletePlanIn(operation);
      return [makeDeletePlanStep(deps, { claim: true }), ...(plan ? stepsOfPlan(deps, plan) : [])];
    },
    atEnd: (end) => atEndOfDelete(deps, end),
  };
}

/** A dry run: the plan, with what would be in the way. */
export function planDeleteWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'plan',
    steps: () => [makeDeletePlanStep(deps, { claim: false })],
    atEnd: async () => ({}),
  };
}

function stepsOfPlan(deps: WorkflowDeps, plan: DeletePlan): Step[] {
  const { clusterId, clusterName, vSwitches } = plan;
  const { cleansDetachedEnis: cleansDetached } = deps.settings;
  const empty = vSwitches.map(({ vSwitchId }) =>
    awaitEmptyVSwitchStep(deps, { vSwitchId, clusterName, needs: ['node-pool'], cleansDetached }),
  );
  return [
    awaitNoGrantsStep(deps, { needs: ['plan'] }),
    stopScalingStep(deps, { clusterId, needs: ['grants'] }),
    drainNodesStep(deps, { needs: ['scaling'] }),
    removeNodesStep(deps, { clusterId, needs: ['drain'] }),
    deleteNodePoolStep(deps, { clusterId, needs: ['nodes-gone'] }),
    ...empty,
    checkWhitelistsStep(deps, { needs: ['node-pool', ...empty.map(({ name }) => name)] }),
    configMapsStep(deps, { needs: ['whitelists'] }),
    guardStep(deps, { needs: ['config-maps'] }),
    ...vSwitches.map(({ vSwitchId }, index) => {
      const before = vSwitches[index - 1];
      return vSwitchStep(deps, {
        vSwitchId,
        vpcId: plan.vpcId,
        needs: [before ? `drop-${before.vSwitchId}` : 'guard'],
      });
    }),
  ];
}

function configMapsStep(deps: WorkflowDeps, { needs }: { needs: string[] }): Step {
  return {
    ...{ name: 'config-maps', title: 'ConfigMaps deleted', needs, deadlineMs: 60 * 60_000 },
    ensure(context) {
      const plan = deletePlanOf(context);
      const { poolName: name, configMapName, network } = plan;
      const kubernetes = kubernetesOf(deps, plan.clusterName);
      const pool = { name, configMapName, network };
      return deleteConfigMaps(kubernetes, context, { marker: markerOfDelete(plan), pool });
    },
  };
}

function guardStep(deps: WorkflowDeps, { needs }: { needs: string[] }): Step {
  return {
    ...{ name: 'guard', title: 'Admission policy deleted', needs, deadlineMs: 10 * 60_000 },
    ensure(context) {
      const plan = deletePlanOf(context);
      const wanted = { name: namespaceGuardName(plan.poolName), marker: markerOfDelete(plan) };
      return removeGuard(kubernetesOf(deps, plan.clusterName), context, wanted);
    },
  };
}

function vSwitchStep(deps: WorkflowDeps, given: { vSwitchId: string; vpcId: string; needs: string[] }): Step {
  const { vSwitchId, vpcId, needs } = given;
  return {
    ...{ name: `drop-${vSwitchId}`, title: `vSwitch ${vSwitchId} deleted`, needs, deadlineMs: 60 * 60_000 },
    lock: `vpc-${vpcId}`,
    ensure(context) {
      const { clusterName, regionId } = deletePlanOf(context);
      const { vpc } = cloudOf(deps, clusterName);
      const mayStay = mayStayIn(context.operation);
      return deleteUnused(deps, { context, vpc, vSwitchId, clusterName, regionId, mayStay });
    },
  };
}
