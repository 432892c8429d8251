import type { Operation } from '../../domain/operation.ts';
import { zonesOf } from '../../domain/pool.ts';
import { changesNothing, type ResizePlan } from '../../domain/resize-plan.ts';
import { canaryStep } from '../pool-steps/canary.ts';
import { checkNodesStep } from '../pool-steps/check-nodes.ts';
import { makeVSwitchStep } from '../pool-steps/make-vswitch.ts';
import type { Step, Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { askForAddedCidrsStep } from './ask-for-added-cidrs.ts';
import { atEndOfResize } from './at-end.ts';
import { awaitEmptyVSwitchStep } from './await-empty-vswitch.ts';
import { checkWhitelistStep } from './check-whitelist.ts';
import { dropVSwitchStep } from './drop-vswitch.ts';
import { joinVSwitchesStep } from './join-vswitches.ts';
import { makeResizePlanStep } from './make-plan.ts';
import { narrowGrantsSteps } from './narrow-grants.ts';
import { replaceNodesSteps } from './nodes/replace-nodes.ts';
import { restartTerwayStep } from './restart-terway.ts';
import { rewriteConfigMapStep } from './rewrite-config-map.ts';
import { scaleNodesStep } from './scale-nodes.ts';
import { markerOfPlan, resizePlanIn, resizePlanOf, targetOfResize } from './target.ts';

/**
 * Makes a pool larger or smaller. No pod ever gets an address that its databases do not admit: new vSwitches come first,
 * then the word of the approvers of every grant and its whitelist, and only then Terway is told of them. What leaves goes
 * the other way round: out of Terway's list, off the nodes, out of the whitelists, and then it is deleted. Nothing is
 * held while people decide or pods move.
 */
export function resizePoolWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'resize',
    steps: (operation) => {
      const plan = resizePlanIn(operation);
      return [makeResizePlanStep(deps, { claim: true }), ...(plan ? stepsOfPlan(deps, operation, plan) : [])];
    },
    atEnd: (end) => atEndOfResize(deps, end),
  };
}

/** A dry run: the plan and nothing else; it reserves nothing. */
export function planResizeWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'plan',
    steps: () => [makeResizePlanStep(deps, { claim: false })],
    atEnd: async () => ({}),
  };
}

function stepsOfPlan(deps: WorkflowDeps, operation: Operation, plan: ResizePlan): Step[] {
  if (changesNothing(plan)) return [];
  const { clusterId } = plan;
  const joining = stepsOfAdded(deps, plan);
  const last = (steps: Step[], otherwise: string) => steps.at(-1)?.name ?? otherwise;
  const terway = plan.isConfigChanged
    ? [
        rewriteConfigMapStep(deps, { needs: [last(joining, 'plan')] }),
        ...(plan.terway.ipamType === 'default' ? [restartTerwayStep(deps, { needs: ['config-map'] })] : []),
      ]
    : [];
  const before = last([...joining, ...terway], 'plan');
  const replaced = replaceNodesSteps(deps, operation, { clusterId, needs: ['scale-nodes'] });
  const canaries = zonesOf({ vSwitches: plan.kept }).map((zoneId) =>
    canaryStep(deps, { zoneId, needs: ['nodes'], target: targetOfResize }),
  );
  return [
    ...joining,
    ...terway,
    scaleNodesStep(deps, { clusterId, needs: [before] }),
    ...replaced,
    checkNodesStep(deps, { needs: [last(replaced, 'scale-nodes')], target: targetOfResize }),
    ...canaries,
    ...stepsOfRemoved(deps, operation, { plan, needs: canaries.map(({ name }) => name) }),
  ];
}

/** From the last node with an address of what leaves to the point where its vSwitch is gone. */
function stepsOfRemoved(
  deps: WorkflowDeps,
  operation: Operation,
  { plan, needs }: { plan: ResizePlan; needs: string[] },
): Step[] {
  if (plan.removed.length === 0) return [];
  const empty = plan.removed.map((one) => awaitEmptyVSwitchStep(deps, { ...one, needs }));
  const narrowed = narrowGrantsSteps(deps, operation, { needs: empty.map(({ name }) => name) });
  const drops = plan.removed.map(({ vSwitchId }, index) => {
    const before = plan.removed[index - 1];
    const first = narrowed.map(({ name }) => name);
    return dropVSwitchStep(deps, {
      vSwitchId,
      vpcId: plan.vpcId,
      needs: before ? [`drop-${before.vSwitchId}`] : first,
    });
  });
  return [...empty, ...narrowed, ...drops];
}

/** From the first new vSwitch to the point where every database admits them all. */
function stepsOfAdded(deps: WorkflowDeps, plan: ResizePlan): Step[] {
  if (plan.added.length === 0) return [];
  const vSwitches = plan.added.map(({ zoneId, cidrBlock }, index) => {
    const before = plan.added[index - 1];
    const others = plan.kept.map((one) => one.cidrBlock);
    return makeVSwitchStep(deps, {
      zoneId,
      vpcId: plan.vpcId,
      needs: [before ? `vswitch-${before.zoneId}` : 'plan'],
      wanted(context) {
        const now = resizePlanOf(context);
        const { clusterName, regionId, vpcId } = now;
        return { marker: markerOfPlan(now), clusterName, regionId, vpcId, zoneId, cidrBlock, others };
      },
    });
  });
  const looks = plan.grants.map(({ grantId, instanceId }) =>
    checkWhitelistStep(deps, { grantId, instanceId, needs: ['joined'] }),
  );
  return [
    ...vSwitches,
    joinVSwitchesStep(deps, { needs: vSwitches.map(({ name }) => name) }),
    ...looks,
    askForAddedCidrsStep(deps, { needs: ['joined', ...looks.map(({ name }) => name)] }),
  ];
}
