import { z } from 'zod';
import type { Operation } from '../../domain/operation.ts';
import { roundName, roundsOf } from '../grant-steps/rounds.ts';
import type { Step, Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { awaitWritableStep } from './await-writable.ts';
import { endedStep } from './ended.ts';
import { forgetStep } from './forget.ts';
import { grantToEnd } from './grant-to-end.ts';
import { removeStep } from './remove.ts';
import { settleStep } from './settle.ts';

const targetFacts = z.object({ instanceId: z.string() });

/**
 * Takes a pool's CIDRs out of a database again (DESIGN promise 6). It has no failed exit: what goes wrong waits and is
 * tried again until the removal is proven twice, the second time when no late write can bring the CIDRs back. Entries
 * of others in our group stay and are reported.
 */
export function endGrantWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'end database access for',
    steps: (operation) => stepsOf(deps, operation),
    atEnd: async () => ({}),
  };
}

function stepsOf(deps: WorkflowDeps, operation: Operation): Step[] {
  const removalOf = (of: Operation) => grantToEnd(deps, of);
  const facts = operation.steps.find(({ name }) => name === 'writable')?.record.facts;
  if (!facts) return [awaitWritableStep(deps, { name: 'writable', needs: [], removalOf })];
  const { instanceId } = targetFacts.parse(facts);
  const rounds = roundsOf(operation, ['ended']);
  const steps = Array.from({ length: rounds }, (_, index) => {
    const round = index + 1;
    const [writable, remove, settle, ended] = ['writable', 'remove', 'settle', 'ended'].map((name) =>
      roundName(name, round),
    ) as [string, string, string, string];
    const needs = round === 1 ? [] : [roundName('ended', round - 1)];
    return [
      awaitWritableStep(deps, { name: writable, needs, removalOf }),
      removeStep(deps, { name: remove, needs: [writable], instanceId, removalOf }),
      settleStep(deps, { name: settle, needs: [remove] }),
      endedStep(deps, { name: ended, needs: [settle], instanceId }),
    ];
  }).flat();
  return [...steps, forgetStep(deps, { needs: [roundName('ended', rounds)] })];
}
