import type { Grant } from '../../domain/grants/grant.ts';
import { entriesWithout, entrySet } from '../../domain/grants/whitelist-entries.ts';
import { behind } from '../../notify/notify.ts';
import { grantChange } from '../../store/access-records.ts';
import type { Commit } from '../../store/store.ts';
import { neverFailing } from '../end-grant/never-failing.ts';
import { type RemovalOf, removeStep } from '../end-grant/remove.ts';
import { done, type Step, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { cidrsOf, readOurGroups } from './our-entries.ts';
import { readGrant } from './read-grant-documents.ts';
import { whitelistLock } from './whitelist-lock.ts';

/** What a pool gives up and one of its grants still admits. */
export interface Narrowing {
  grantId: string;
  /** The primary of the grant. */
  instanceId: string;
  cidrs: readonly string[];
}

/** Of the grant only these CIDRs, on every instance that it may stand on, whatever has become of it meanwhile. */
export function narrowingOf(deps: WorkflowDeps, { grantId, cidrs }: Narrowing): RemovalOf {
  return async () => {
    const grant = await readGrant(deps, grantId);
    if (!grant) throw new Error(`there is no grant ${grantId}`);
    const { regionId, instanceId, groupName, inForce, lastWritten } = grant;
    const ids = [instanceId, ...(inForce?.instances.map((one) => one.instanceId) ?? []), ...Object.keys(lastWritten)];
    const ours = Object.fromEntries(ids.map((id) => [id, [...cidrs]]));
    return { regionId, instanceId, groupName, inForce: undefined, lastWritten: ours };
  };
}

/**
 * Takes CIDRs that the pool gives up out of a grant, and out of what is in force for it in the same commit that proves
 * it: nobody may offer to put them back. Nobody has to approve that somebody loses access.
 */
export function narrowGrantStep(deps: WorkflowDeps, step: Narrowing & { name: string; needs: string[] }): Step {
  const { name, needs, instanceId, cidrs } = step;
  const remove = removeStep(deps, { name, needs, instanceId, removalOf: narrowingOf(deps, step) });
  return neverFailing({
    ...{ name, needs, title: `Taken out of the whitelist of ${instanceId}`, lock: whitelistLock(instanceId) },
    async ensure(context) {
      const outcome = await remove.ensure(context);
      if (outcome.kind === 'waiting') return outcome;
      const also = await narrowedCommit(deps, step);
      const { removedAtMs, stillAdmitted } = outcome.facts;
      return done({ removedAtMs, stillAdmitted, instanceId, removed: [...cidrs].sort() }, { also });
    },
  });
}

/**
 * Looks once more under the lock when no late write can take effect any more; one that did is taken out again, and
 * waited for again.
 */
export function proveNarrowedStep(deps: WorkflowDeps, step: Narrowing & { name: string; needs: string[] }): Step {
  const { name, needs, instanceId } = step;
  const removalOf = narrowingOf(deps, step);
  const remove = removeStep(deps, { name, needs, instanceId, removalOf });
  return neverFailing({
    ...{ name, needs, title: `Removal from ${instanceId} proven`, lock: whitelistLock(instanceId) },
    async ensure(context) {
      const groups = await readOurGroups(deps, await removalOf(context.operation));
      if (groups.some(({ isNeeded }) => isNeeded)) {
        const outcome = await remove.ensure(context);
        if (outcome.kind === 'done') await context.note({ removedAtMs: context.clock.now() });
        return waiting('what came back to be gone again', context.clock.now());
      }
      const { removedAtMs } = context.notes;
      if (typeof removedAtMs === 'number' && context.clock.now() < removedAtMs + deps.settings.lateWriteMs) {
        return waiting('late writes to be impossible', removedAtMs);
      }
      return done({ instanceId });
    },
  });
}

async function narrowedCommit(deps: WorkflowDeps, { grantId, cidrs }: Narrowing): Promise<Partial<Commit>> {
  const grant = await readGrant(deps, grantId);
  // One that ends takes out everything by itself.
  if (!grant || (grant.state !== 'active' && grant.state !== 'applying')) return {};
  if (!cidrsOf(grant).some((cidr) => cidrs.includes(cidr))) return {};
  const { poolName: pool, instanceId: instance, groupName: group } = grant;
  const nowMs = deps.clock.now();
  return {
    records: [grantChange(narrowed(grant, cidrs))],
    audit: [
      {
        ...{ what: 'grant.narrowed', subject: grantId, actor: 'system:worker', atMs: nowMs },
        details: { pool, instance, group, removed: [...cidrs].sort() },
      },
    ],
    due: [behind(grantId, nowMs)],
  };
}

function narrowed(grant: Grant, cidrs: readonly string[]): Grant {
  const gone = entrySet(cidrs);
  const lastWritten = Object.fromEntries(
    Object.entries(grant.lastWritten).map(([id, list]) => [id, [...entriesWithout(entrySet(list), gone)].sort()]),
  );
  const { inForce } = grant;
  const kept = inForce?.cidrs.filter(({ cidr }) => !cidrs.includes(cidr));
  return { ...grant, lastWritten, inForce: inForce && { ...inForce, cidrs: kept ?? [] } };
}
