import { zonesOf } from '../../domain/pool.ts';
import { changesNothing, type ResizePlan } from '../../domain/resize-plan.ts';
import { canaryStep } from '../pool-steps/canary.ts';
import { checkNodesStep } from '../pool-steps/check-nodes.ts';
import { makeVSwitchStep } from '../pool-steps/make-vswitch.ts';
import type { Step, Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { askForAddedCidrsStep } from './ask-for-added-cidrs.ts';
import { atEndOfResize } from './at-end.ts';
import { checkWhitelistStep } from './check-whitelist.ts';
import { joinVSwitchesStep } from './join-vswitches.ts';
import { makeResizePlanStep } from './make-plan.ts';
import { restartTerwayStep } from './restart-terway.ts';
import { rewriteConfigMapStep } from './rewrite-config-map.ts';
import { scaleNodesStep } from './scale-nodes.ts';
import { markerOfPlan, resizePlanIn, resizePlanOf, targetOfResize } from './target.ts';

/**
 * Makes a pool larger. No pod ever gets an address that its databases do not admit: new vSwitches come first, then the
 * word of the approvers of every grant and its whitelist, and only then Terway is told of them. Nothing is held while
 * people decide.
 */
export function resizePoolWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'resize',
    steps: (operation) => {
      const plan = resizePlanIn(operation);
      return [makeResizePlanStep(deps, { claim: true }), ...(plan ? stepsOfPlan(deps, plan) : [])];
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

function stepsOfPlan(deps: WorkflowDeps, plan: ResizePlan): Step[] {
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
  return [
    ...joining,
    ...terway,
    scaleNodesStep(deps, { clusterId, needs: [before] }),
    checkNodesStep(deps, { needs: ['scale-nodes'], target: targetOfResize }),
    ...zonesOf({ vSwitches: plan.kept }).map((zoneId) =>
      canaryStep(deps, { zoneId, needs: ['nodes'], target: targetOfResize }),
    ),
  ];
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
