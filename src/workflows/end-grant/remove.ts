import type { Operation } from '../../domain/operation.ts';
import { type GroupToEmpty, type Removal, readOurGroups } from '../grant-steps/our-entries.ts';
import { rdsOf } from '../grant-steps/read-databases.ts';
import { whitelistLock } from '../grant-steps/whitelist-lock.ts';
import { done, type Step, type StepContext, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { neverFailing } from './never-failing.ts';

/** What an operation is to take out, as it is now. */
export type RemovalOf = (operation: Operation) => Promise<Removal>;

/**
 * Under the lock: what stands in our groups now, without our CIDRs, on every instance; then read back. The lists are in
 * the audit log before they are written.
 */
export function removeStep(
  deps: WorkflowDeps,
  { name, needs, instanceId, removalOf }: { name: string; needs: string[]; instanceId: string; removalOf: RemovalOf },
): Step {
  return neverFailing({
    name,
    title: 'Entries removed',
    needs,
    leadsOn: true,
    lock: whitelistLock(instanceId),
    async ensure(context) {
      const grant = await removalOf(context.operation);
      const groups = await readOurGroups(deps, grant);
      const held = groups.filter(({ isNeeded }) => isNeeded);
      if (held.length > 0) {
        await context.note({ lists: held.map(listOf) });
        for (const group of held) await empty(deps, context, { grant, group });
      }
      const after = held.length > 0 ? await readOurGroups(deps, grant) : groups;
      if (after.some(({ isNeeded }) => isNeeded)) {
        return waiting('the whitelists to read back without our entries', context.startedAtMs);
      }
      return done({ removedAtMs: context.clock.now(), ...reportOf(after) });
    },
  });
}

async function empty(
  deps: WorkflowDeps,
  context: StepContext,
  { grant, group }: { grant: Removal; group: GroupToEmpty },
): Promise<void> {
  await context.fence();
  const { instanceId, group: name, networkType, entries } = group;
  await rdsOf(deps, grant.regionId).coverWhitelistGroup({ instanceId, group: name, networkType, entries });
}

function listOf({ instanceId, group, networkType, read, entries }: GroupToEmpty) {
  return { instanceId, group, networkType, read, writes: entries };
}

/** What is left in our groups and is not ours. */
export function reportOf(groups: readonly GroupToEmpty[]): { foreign: string[]; stillAdmitted: string[] } {
  return {
    foreign: groups.flatMap(({ instanceId, foreign }) => foreign.map((entry) => `${entry} on ${instanceId}`)),
    stillAdmitted: groups.flatMap((one) => one.stillAdmitted.map((cidr) => `${cidr} on ${one.instanceId}`)),
  };
}
