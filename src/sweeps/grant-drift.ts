import type { Clouds } from '../cloud/cloud.ts';
import type { AuditWhat } from '../domain/audit-what.ts';
import { type DriftFinding, type DriftInstance, findDrift } from '../domain/grants/find-drift.ts';
import type { Grant } from '../domain/grants/grant.ts';
import { behind } from '../notify/notify.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { JobHandler } from '../queue/queue.ts';
import { grantOf, liveGrantIndex } from '../store/access-records.ts';
import { poolIndex, poolOf } from '../store/pool-record.ts';
import type { Store } from '../store/store.ts';
import type { InventoryScope } from './inventory-databases.ts';

/** The record of what was found last; its row in `due` makes one worker of all look again. */
export const driftRecordId = 'drift';
/** Domain time between looks. */
const everyMs = 10 * 60_000;

export interface DriftDeps {
  clouds: Clouds;
  store: Store;
  clock: Clock;
  log: Logger;
  installation: string;
  databases: InventoryScope[];
}

/**
 * Looks over every visible instance of the regions in scope for what somebody else changed in our groups. Each finding
 * is audited and logged when it appears and when it is gone; nothing is written to a whitelist.
 */
export function createDriftSweep(deps: DriftDeps): JobHandler {
  return async () => {
    try {
      await sweep(deps);
    } catch (err) {
      deps.log.warn({ err }, 'whitelists could not be looked over');
    }
    await planNext(deps, deps.clock.after(everyMs));
    return { kind: 'finished' };
  };
}

/** The first look, unless one is planned. */
export async function planNext({ store }: Pick<DriftDeps, 'store'>, atMs: number): Promise<void> {
  await store.commit({ records: [], due: [{ id: driftRecordId, atMs }] });
}

async function sweep(deps: DriftDeps): Promise<void> {
  const { store, installation } = deps;
  const before = await store.read(driftRecordId);
  const pools = (await store.readMany(await store.readIndex(poolIndex))).map(poolOf);
  const grantsBefore = await readLiveGrants(store);
  const instances = await readInstances(deps);
  const textsBefore = findDrift({ installation, pools, grants: grantsBefore, instances }).map(textOf);
  // What only seems so because a grant changed while the lists were read is not told.
  const found = findDrift({ installation, pools, grants: await readLiveGrants(store), instances }).filter((finding) =>
    textsBefore.includes(textOf(finding)),
  );
  const known: string[] = JSON.parse(before?.fields.findings ?? '[]');
  const texts = found.map(textOf).sort();
  const added = texts.filter((text) => !known.includes(text));
  const gone = known.filter((text) => !texts.includes(text));
  if (added.length + gone.length === 0) return;
  const atMs = deps.clock.now();
  const entry = (what: AuditWhat, finding: DriftFinding) => ({
    ...{ what, subject: finding.grantId ?? driftRecordId, actor: 'system:drift', atMs, details: { ...finding } },
  });
  await store.commit({
    records: [
      {
        id: driftRecordId,
        expect: before ? { rev: before.rev } : { absent: true },
        state: texts.length > 0 ? 'found' : 'none',
        set: { findings: JSON.stringify(texts) },
      },
    ],
    audit: [
      ...added.map((text) => entry('grant.drift', JSON.parse(text))),
      ...gone.map((text) => entry('grant.drift-gone', JSON.parse(text))),
    ],
    due: found.flatMap(({ grantId }) => (grantId === undefined ? [] : [behind(grantId, atMs)])),
  });
  for (const text of added)
    deps.log.warn({ drift: JSON.parse(text) }, 'somebody else changed a whitelist group of ours');
}

function textOf(finding: DriftFinding): string {
  return JSON.stringify(finding);
}

async function readLiveGrants(store: Store): Promise<Grant[]> {
  return (await store.readMany(await store.readIndex(liveGrantIndex))).map(grantOf);
}

async function readInstances({ clouds, databases }: DriftDeps): Promise<DriftInstance[]> {
  const regions = new Map(databases.map(({ regionId, endpoint }) => [regionId, endpoint]));
  const perRegion = await Promise.all(
    [...regions].map(async ([regionId, endpoint]) => {
      const { rds } = clouds.inRegion(regionId, { rds: endpoint });
      const seen: DriftInstance[] = [];
      for (const { instanceId, primaryInstanceId = instanceId } of await rds.listInstances()) {
        seen.push({ instanceId, primaryInstanceId, groups: await rds.listWhitelistGroups(instanceId) });
      }
      return seen;
    }),
  );
  return perRegion.flat();
}
