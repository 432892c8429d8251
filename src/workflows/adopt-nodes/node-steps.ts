import { adoptSteps, type NodeToAdopt } from '../../domain/adopt-plan.ts';
import { canaryStep } from '../pool-steps/canary.ts';
import { checkNodesStep } from '../pool-steps/check-nodes.ts';
import type { Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { attachNodeStep } from './attach-node.ts';
import { drainNodeStep } from './drain-node.ts';
import { targetOfAdopt } from './plan-of.ts';
import { removeNodeStep } from './remove-node.ts';
import { unbindInterfacesStep } from './unbind-interfaces.ts';

/** What one node goes through, after the one before it was proven. */
export function nodeSteps(
  deps: WorkflowDeps,
  { node, clusterId, after }: { node: NodeToAdopt; clusterId: string; after: string },
): Step[] {
  const names = adoptSteps(node);
  const { nodeName, instanceId, zoneId } = node;
  return [
    drainNodeStep(deps, { node, needs: [after] }),
    removeNodeStep(deps, { node, clusterId, needs: [names.drain] }),
    unbindInterfacesStep(deps, { node, needs: [names.remove] }),
    attachNodeStep(deps, { node, clusterId, needs: [names.unbind] }),
    checkNodesStep(deps, {
      ...{ name: names.check, title: `Node ${nodeName} checked`, needs: [names.attach], target: targetOfAdopt },
      only: { instanceId },
    }),
    canaryStep(deps, {
      ...{ zoneId, needs: [names.check], target: targetOfAdopt },
      on: { stepName: names.canary, nodeName, instanceId },
    }),
  ];
}
