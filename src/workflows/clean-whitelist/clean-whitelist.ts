import { z } from 'zod';
import type { CleanWhitelistInput } from '../../domain/grants/operation-inputs.ts';
import type { Operation } from '../../domain/operation.ts';
import { behind } from '../../notify/notify.ts';
import { driftRecordId } from '../../store/drift-record.ts';
import { awaitWritableStep } from '../end-grant/await-writable.ts';
import { neverFailing } from '../end-grant/never-failing.ts';
import { removeStep } from '../end-grant/remove.ts';
import type { Removal } from '../grant-steps/our-entries.ts';
import { outcomeOf } from '../grant-steps/rounds.ts';
import { done, type Step, type Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { whyKept } from './why-kept.ts';

const inputSchema: z.ZodType<CleanWhitelistInput> = z.object({
  instanceId: z.string(),
  primaryInstanceId: z.string(),
  regionId: z.string(),
  group: z.string(),
  entries: z.array(z.string()),
});

/**
 * Takes a pool's CIDRs out of an instance where no grant of it is in force: it was cloned, or a late write came after the
 * end. Where anything still speaks for a grant, nothing is touched and a person has to look. Entries of others stay.
 */
export function cleanWhitelistWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'clean a whitelist of',
    steps: (operation) => stepsOf(deps, operation),
    // Whether the finding is gone is looked at soon.
    atEnd: async () => {
      const nowMs = deps.clock.now();
      return { due: [{ id: driftRecordId, atMs: nowMs }, behind(driftRecordId, nowMs)] };
    },
  };
}

function stepsOf(deps: WorkflowDeps, operation: Operation): Step[] {
  const check = checkStep(deps);
  if (outcomeOf(operation, check.name) !== 'left-over') return [check];
  const { primaryInstanceId: instanceId } = inputSchema.parse(operation.input);
  const removalOf = (of: Operation) => removalFor(deps, of);
  return [
    check,
    awaitWritableStep(deps, { name: 'writable', needs: [check.name], removalOf }),
    removeStep(deps, { name: 'remove', needs: ['writable'], instanceId, removalOf }),
  ];
}

function checkStep(deps: WorkflowDeps): Step {
  return neverFailing({
    name: 'check',
    title: 'Nothing speaks for a grant',
    needs: [],
    leadsOn: true,
    async ensure({ operation }) {
      const because = await whyKept(deps, operation, inputSchema.parse(operation.input));
      return done(because === undefined ? { outcome: 'left-over' } : { outcome: 'kept', because });
    },
  });
}

/** Under the lock nothing is taken out any more once a grant is there. */
async function removalFor(deps: WorkflowDeps, operation: Operation): Promise<Removal> {
  const input = inputSchema.parse(operation.input);
  const { instanceId, regionId, group, entries } = input;
  const kept = await whyKept(deps, operation, input);
  const lastWritten = { [instanceId]: kept === undefined ? entries : [] };
  return { regionId, instanceId, groupName: group, inForce: undefined, lastWritten };
}
