import type { AdoptPlan } from '../../domain/adopt-plan.ts';
import type { Step, Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { atEndOfAdopt } from './at-end.ts';
import { makeAdoptPlanStep } from './make-plan.ts';
import { nodeSteps } from './node-steps.ts';
import { adoptPlanIn } from './plan-of.ts';

/**
 * Brings nodes that exist into a pool, one after the other. Labelling them is not enough: Terway goes on giving the
 * addresses of the interfaces that a node has (terway.md 5). So each is emptied, taken out of its node pool, freed of
 * its interfaces, set up anew by ACK, and proven, before the next one is touched. Nothing of it is undone.
 */
export function adoptNodesWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'adopt nodes into',
    steps: (operation) => {
      const plan = adoptPlanIn(operation);
      return [makeAdoptPlanStep(deps, { claim: true }), ...(plan ? stepsOfPlan(deps, plan) : [])];
    },
    atEnd: (end) => atEndOfAdopt(deps, end),
  };
}

/** A dry run: the plan, or why a node cannot come over. */
export function planAdoptWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'plan',
    steps: () => [makeAdoptPlanStep(deps, { claim: false })],
    atEnd: async () => ({}),
  };
}

function stepsOfPlan(deps: WorkflowDeps, { clusterId, nodes }: AdoptPlan): Step[] {
  const steps: Step[] = [];
  for (const node of nodes) {
    steps.push(...nodeSteps(deps, { node, clusterId, after: steps.at(-1)?.name ?? 'plan' }));
  }
  return steps;
}
