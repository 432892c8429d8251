import { askGrantsStep } from '../grant-consents/ask-grants.ts';
import type { Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { resizePlanOf } from './target.ts';

/** Every database that admits the pool admits its new addresses as well, by its own approvers, before a pod gets one. */
export function askForAddedCidrsStep(deps: WorkflowDeps, request: { needs: string[] }): Step {
  return askGrantsStep(deps, {
    name: 'consents',
    title: 'Databases admit the new addresses',
    needs: request.needs,
    async consent(context) {
      const { added, poolName, expectedPods } = resizePlanOf(context);
      const blocks = added.map(({ cidrBlock }) => cidrBlock);
      return {
        kind: 'added-cidr',
        reason: `Pool ${poolName} grows to ${expectedPods.to} pods and gets ${blocks.join(', ')}; without this its new pods could not reach this database.`,
        isCovered: ({ inForce }) => blocks.every((block) => inForce?.cidrs.some(({ cidr }) => cidr === block)),
      };
    },
  });
}
