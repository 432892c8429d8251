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
        await takeOut(deps, context, { regionId: grant.regionId, held });
      }
      const after = held.length > 0 ? await readOurGroups(deps, grant) : groups;
      if (after.some(({ isNeeded }) => isNeeded)) {
        return waiting('the whitelists to read back without our entries', context.startedAtMs);
      }
      return done({ removedAtMs: context.clock.now(), ...reportOf(after) });
    },
  });
}

/** Writes what is left of each group; what was read and what is written is in the audit log before. */
export async function takeOut(
  deps: WorkflowDeps,
  context: StepContext,
  { regionId, held }: { regionId: string; held: readonly GroupToEmpty[] },
): Promise<void> {
  await context.note({ lists: held.map(listOf) });
  for (const { instanceId, group, networkType, entries } of held) {
    await context.fence();
    await rdsOf(deps, regionId).coverWhitelistGroup({ instanceId, group, networkType, entries });
  }
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
