import type { Grant } from '../../domain/grants/grant.ts';
import { entriesWithout, entrySet } from '../../domain/grants/whitelist-entries.ts';
import type { Pool } from '../../domain/pool.ts';
import { behind } from '../../notify/notify.ts';
import { grantChange } from '../../store/access-records.ts';
import { done, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { readOurGroups } from './our-entries.ts';
import { rdsOf } from './read-databases.ts';
import { readGrant } from './read-grant-documents.ts';
import { recordedGrant, recordGrants } from './record-grants.ts';

/**
 * Takes CIDRs that the pool gives up out of a grant: under the lock of its instance, from the list just read, keeping
 * what is foreign, and read back. Nobody has to approve that somebody loses access. A grant that ends takes out
 * everything by itself.
 */
export async function narrowGrant(
  deps: WorkflowDeps,
  context: StepContext,
  request: { grantId: string; pool: Pool; cidrs: readonly string[] },
): Promise<StepOutcome> {
  const { grantId, pool, cidrs } = request;
  const grant = await readGrant(deps, grantId);
  if (!grant || (grant.state !== 'active' && grant.state !== 'applying')) return done({ outcome: 'has ended' });
  const held = (await readOurGroups(deps, grant, cidrs)).filter(({ isNeeded }) => isNeeded);
  if (held.length > 0) {
    const lists = held.map(({ instanceId, group, networkType, read, entries }) => ({
      ...{ instanceId, group, networkType, read, writes: entries },
    }));
    await context.note({ lists });
    for (const { instanceId, group, networkType, entries } of held) {
      await context.fence();
      await rdsOf(deps, grant.regionId).coverWhitelistGroup({ instanceId, group, networkType, entries });
    }
    const after = await readOurGroups(deps, grant, cidrs);
    if (after.some(({ isNeeded }) => isNeeded)) {
      return waiting(`${grant.instanceId} to read back without ${cidrs.join(', ')}`, context.startedAtMs);
    }
  }
  const narrow = narrowed(grant, cidrs);
  const recorded = narrow.inForce && recordedGrant(narrow, narrow.inForce);
  await recordGrants(deps, { pool, about: { grantId, recorded }, fence: context.fence });
  const removed = [...cidrs].sort();
  const nowMs = context.clock.now();
  const { poolName, instanceId, groupName } = grant;
  return done(
    { instanceId, removed },
    {
      also: {
        records: [grantChange(narrow)],
        audit: [
          {
            what: 'grant.narrowed',
            subject: grantId,
            actor: 'system:worker',
            atMs: nowMs,
            details: { pool: poolName, instance: instanceId, group: groupName, removed },
          },
        ],
        due: [behind(grantId, nowMs)],
      },
    },
  );
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
