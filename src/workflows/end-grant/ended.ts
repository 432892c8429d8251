import type { Grant } from '../../domain/grants/grant.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestOf, endedGrantIndex, grantChange, liveGrantIndex } from '../../store/access-records.ts';
import type { Commit } from '../../store/store.ts';
import { closingCommit, freePair } from '../grant-steps/close-request.ts';
import { type GroupToEmpty, readOurGroups } from '../grant-steps/our-entries.ts';
import { again } from '../grant-steps/rounds.ts';
import { whitelistLock } from '../grant-steps/whitelist-lock.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { grantToEnd } from './grant-to-end.ts';
import { neverFailing } from './never-failing.ts';
import { reportOf } from './remove.ts';

/** So many ended grants can be listed; the rest are in the audit log. */
const endedKept = 500;

/** Looks once more under the lock; only when none of our CIDRs stands anywhere the grant has ended and its pair is free. */
export function endedStep(
  deps: WorkflowDeps,
  { name, needs, instanceId }: { name: string; needs: string[]; instanceId: string },
): Step {
  return neverFailing({
    name,
    title: 'Removal proven',
    needs,
    leadsOn: true,
    lock: whitelistLock(instanceId),
    async ensure(context) {
      const grant = await grantToEnd(deps, context.operation);
      if (grant.state === 'ended') return done({ outcome: 'ended' });
      const groups = await readOurGroups(deps, grant);
      if (groups.some(({ isNeeded }) => isNeeded)) return done({ outcome: again });
      return done({ outcome: 'ended', ...reportOf(groups) }, { also: await endingCommit(deps, grant, groups) });
    },
  });
}

async function endingCommit(deps: WorkflowDeps, grant: Grant, groups: GroupToEmpty[]): Promise<Partial<Commit>> {
  const nowMs = deps.clock.now();
  const { foreign, stillAdmitted } = reportOf(groups);
  const ended: Grant = {
    ...grant,
    state: 'ended',
    lastWritten: {},
    endedAtMs: nowMs,
    pendingRequestId: undefined,
  };
  const pair = await freePair(deps, grant);
  const closing = await closePending(deps, grant);
  return {
    records: [grantChange(ended), ...(pair ? [pair] : []), ...(closing?.records ?? [])],
    audit: [
      {
        what: 'grant.ended',
        subject: grant.id,
        actor: 'system:worker',
        atMs: nowMs,
        details: {
          ...{ pool: grant.poolName, instance: grant.instanceId, group: grant.groupName, cause: grant.endCause },
          ...{ removed: grant.inForce?.cidrs.map(({ cidr }) => cidr) ?? [], foreign, stillAdmitted },
        },
      },
      ...(closing?.audit ?? []),
    ],
    due: [{ id: grant.id, atMs: null }, behind(grant.id, nowMs), ...(closing?.due ?? [])],
    addTo: [{ index: endedGrantIndex, id: grant.id, atMs: nowMs, keep: endedKept }],
    removeFrom: [{ index: liveGrantIndex, id: grant.id }, ...(closing?.removeFrom ?? [])],
  };
}

/** A request about this grant that is still open has nothing to be about any more. */
async function closePending(deps: WorkflowDeps, { pendingRequestId }: Grant) {
  const record = pendingRequestId === undefined ? undefined : await deps.store.read(pendingRequestId);
  if (!record) return undefined;
  const request = accessRequestOf(record);
  if (request.outcome || (request.state !== 'pending' && request.state !== 'approved')) return undefined;
  return closingCommit(deps, request, { state: 'superseded', by: 'worker', text: 'The grant has ended.' });
}
