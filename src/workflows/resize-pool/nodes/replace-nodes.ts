import type { Operation } from '../../../domain/operation.ts';
import { roundName } from '../../grant-steps/rounds.ts';
import type { Step } from '../../runner/workflow.ts';
import type { WorkflowDeps } from '../../workflow-deps.ts';
import { chooseNodeStep } from './choose-node.ts';
import { chosenNode } from './chosen-node.ts';
import { drainNodeStep } from './drain-node.ts';
import { makeRoomStep } from './make-room.ts';
import { removeNodeStep } from './remove-node.ts';

/**
 * Takes out the nodes that have to go, one after the other: room for its pods, its pods moved, the node removed, and
 * another look. The steps of the n-th node are known when it is chosen.
 */
export function replaceNodesSteps(
  deps: WorkflowDeps,
  operation: Operation,
  request: { needs: string[]; clusterId: string },
): Step[] {
  const { clusterId } = request;
  const steps: Step[] = [];
  let before = request.needs;
  for (let round = 1; ; round += 1) {
    const [choose, room, drain, remove] = ['choose-node', 'room', 'drain', 'remove-node'].map((name) =>
      roundName(name, round),
    ) as [string, string, string, string];
    steps.push(chooseNodeStep(deps, { name: choose, needs: before }));
    const chosen = chosenNode(operation, choose);
    if (!chosen) return steps;
    const roomSteps = chosen.needsRoom ? [makeRoomStep(deps, { name: room, needs: [choose], clusterId, chosen })] : [];
    steps.push(
      ...roomSteps,
      drainNodeStep(deps, { name: drain, needs: [chosen.needsRoom ? room : choose], chosen }),
      removeNodeStep(deps, { name: remove, needs: [drain], clusterId, chosen }),
    );
    before = [remove];
  }
}
