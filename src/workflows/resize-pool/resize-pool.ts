import type { Operation } from '../../domain/operation.ts';
import { zonesOf } from '../../domain/pool.ts';
import { changesNothing, type ResizePlan } from '../../domain/resize-plan.ts';
import { awaitEmptyVSwitchStep } from '../pool-steps/await-empty-vswitch.ts';
import { canaryStep } from '../pool-steps/canary.ts';
import { checkNodesStep } from '../pool-steps/check-nodes.ts';
import { makeVSwitchStep } from '../pool-steps/make-vswitch.ts';
import { onWayBack } from '../runner/on-way-back.ts';
import type { Step, Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { askForAddedCidrsStep } from './ask-for-added-cidrs.ts';
import { atEndOfResize } from './at-end.ts';
import { checkUnusedStep } from './check-unused.ts';
import { checkWhitelistStep } from './check-whitelist.ts';
import { dropVSwitchStep } from './drop-vswitch.ts';
import { joinVSwitchesStep } from './join-vswitches.ts';
import { makeResizePlanStep } from './make-plan.ts';
import { narrowGrantsSteps } from './narrow-grants.ts';
import { canaryNodeOf, chooseCanaryNodesStep } from './nodes/choose-canary-nodes.ts';
import { drainAddedStep } from './nodes/drain-added.ts';
import { replaceNodesSteps } from './nodes/replace-nodes.ts';
import { recordResizedStep } from './record.ts';
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
  if (changesNothing(plan)) return [recordResizedStep(deps, { needs: ['plan'] })];
  const { clusterId } = plan;
  const joining = stepsOfAdded(deps, operation, plan);
  const terway = plan.isConfigChanged ? stepsOfTerway(deps, operation, { plan, needs: [last(joining, 'plan')] }) : [];
  const before = last([...joining, ...terway], 'plan');
  const replaced = replaceNodesSteps(deps, operation, { clusterId, needs: ['scale-nodes'] });
  const pins = plan.added.length > 0 ? [chooseCanaryNodesStep(deps, { needs: ['nodes'] })] : [];
  const canaries = zonesOf({ vSwitches: plan.kept }).map((zoneId) =>
    canaryStep(deps, {
      ...{ zoneId, needs: [last(pins, 'nodes')], target: targetOfResize },
      pin: (context) => canaryNodeOf(context, zoneId),
    }),
  );
  const removed = stepsOfRemoved(deps, operation, { plan, needs: canaries.map(({ name }) => name) });
  return [
    ...joining,
    ...terway,
    scaleNodesStep(deps, { clusterId, needs: [before] }),
    ...backFrom(operation, 'scale-nodes', [drainAddedStep(deps)]),
    ...replaced,
    checkNodesStep(deps, { needs: [last(replaced, 'scale-nodes')], target: targetOfResize }),
    ...pins,
    ...canaries,
    ...removed,
    recordResizedStep(deps, { needs: [...canaries, ...removed].map(({ name }) => name) }),
  ];
}

function last(steps: Step[], otherwise: string): string {
  return steps.findLast(({ backOnly }) => !backOnly)?.name ?? otherwise;
}

/** What else a roll-back goes through, in this order, before it undoes a step; nothing when that was never begun. */
function backFrom({ steps, direction }: Operation, undone: string, before: Step[]): Step[] {
  const isBegun = steps.some(({ name, record }) => name === undone && record.intendedAtMs !== undefined);
  return direction === 'back' && isBegun ? onWayBack(before) : [];
}

/** Taken back, Terway forgets the new vSwitches before it is looked at whether anything is in them. */
function stepsOfTerway(
  deps: WorkflowDeps,
  operation: Operation,
  { plan, needs }: { plan: ResizePlan; needs: string[] },
): Step[] {
  const { plugin } = plan;
  const restart = (name: string) =>
    plugin.network === 'terway' && plugin.ipamType === 'default'
      ? [restartTerwayStep(deps, { name, needs: ['config-map'], daemonSetName: plugin.daemonSetName })]
      : [];
  return [
    ...backFrom(operation, 'config-map', [...restart('back-terway'), checkUnusedStep(deps)]),
    rewriteConfigMapStep(deps, { needs }),
    ...restart('terway'),
  ];
}

/** From the last node with an address of what leaves to the point where its vSwitch is gone. */
function stepsOfRemoved(
  deps: WorkflowDeps,
  operation: Operation,
  { plan, needs }: { plan: ResizePlan; needs: string[] },
): Step[] {
  if (plan.removed.length === 0) return [];
  const empty = plan.removed.map((one) =>
    awaitEmptyVSwitchStep(deps, { ...one, clusterName: plan.clusterName, needs }),
  );
  const cidrs = plan.removed.map(({ cidrBlock }) => cidrBlock);
  const narrowed = narrowGrantsSteps(deps, operation, { prefix: '', cidrs, needs: empty.map(({ name }) => name) });
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

/** From the first new vSwitch to the point where every database admits them all; taken back, until none does. */
function stepsOfAdded(deps: WorkflowDeps, operation: Operation, plan: ResizePlan): Step[] {
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
  const cidrs = plan.added.map(({ cidrBlock }) => cidrBlock);
  return [
    ...vSwitches,
    joinVSwitchesStep(deps, { needs: vSwitches.map(({ name }) => name) }),
    ...backFrom(operation, 'joined', narrowGrantsSteps(deps, operation, { prefix: 'back-', cidrs, needs: [] })),
    ...looks,
    askForAddedCidrsStep(deps, { needs: ['joined', ...looks.map(({ name }) => name)] }),
  ];
}
