import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import type { Actor } from '../domain/actor.ts';
import { RetryableError } from '../domain/errors.ts';
import { createLogger } from '../platform/logger.ts';
import { poolNameRecordId } from '../store/pool-record.ts';
import { readWhitelists } from '../sweeps/read-whitelists.ts';
import { lookForLost, type ReconcilePicture } from '../sweeps/reconcile.ts';
import { checkHandmadePool, type ImportFindings } from '../workflows/import-pool/check-handmade-pool.ts';
import { type HandmadePool, type ImportRequest, readHandmadePool } from '../workflows/import-pool/handmade-pool.ts';
import { markPool } from '../workflows/import-pool/mark-pool.ts';
import { adopt, type Verifying } from './reconcile.ts';
import { createSharedParts, type SharedParts } from './shared-parts.ts';
import { workflowDeps } from './worker-role.ts';

/** Taking over a pool that was made by hand, for the command line. */
export interface PoolImport {
  check(request: ImportRequest): Promise<ImportFindings & { handmade: HandmadePool }>;
  /** Marks it, and puts it on record as reconciling does: `degraded` until it is proven. Safe to run again. */
  take(checked: ImportFindings & { handmade: HandmadePool }, by: Actor): Promise<Verifying[] | 'changed'>;
  close(): Promise<void>;
}

/** Wire time within which marks show up in lists and a cluster that is busy takes a change. */
const patienceMs = 180_000;
const pauseMs = 1_000;

export function openPoolImport(config: Config): PoolImport {
  const parts = createSharedParts(config, 'worker', { log: createLogger({ level: config.logLevel }) });
  return {
    check: (request) => check(config, parts, request),
    take: (checked, by) => take(config, parts, { checked, by }),
    close: parts.close,
  };
}

async function check(config: Config, parts: SharedParts, request: ImportRequest) {
  const deps = workflowDeps(config, parts, {});
  const [handmade, whitelists, claim] = await Promise.all([
    readHandmadePool(deps, request),
    readWhitelists({ clouds: deps.clouds, databases: deps.settings.databases }),
    parts.store.read(poolNameRecordId(request.name)),
  ]);
  const findings = checkHandmadePool(handmade, { whitelists, widestPrefix: deps.settings.policy.widestPrefix });
  const taken = claim ? [`there is a pool ${request.name} already (${claim.fields.pool})`] : [];
  return { ...findings, problems: [...taken, ...findings.problems], handmade };
}

async function take(
  config: Config,
  parts: SharedParts,
  { checked, by }: { checked: ImportFindings & { handmade: HandmadePool }; by: Actor },
): Promise<Verifying[] | 'changed'> {
  const deps = workflowDeps(config, parts, {});
  const { handmade } = checked;
  const { poolId } = handmade.marker;
  await untilDone(async () => {
    await markPool(deps, handmade, { ...checked, by });
    return true;
  });
  const picture = await untilDone(async () => {
    const found = await lookForLost({ ...parts, ...deps, approvalsChannelId: config.channels.approvals });
    return isWhole(found, handmade, checked) ? found : undefined;
  });
  const pools = picture.pools.filter(({ id }) => id === poolId);
  return adopt(parts, { pools, grants: [], reviews: [] }, by);
}

/** Lists lag behind what was just marked. */
function isWhole({ pools }: ReconcilePicture, { marker }: HandmadePool, { vSwitches }: ImportFindings): boolean {
  const pool = pools.find(({ id }) => id === marker.poolId);
  return pool?.vSwitches.length === vSwitches.length;
}

async function untilDone<Value>(attempt: () => Promise<Value | undefined>): Promise<Value> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const isLast = performance.now() > deadlineMs;
    try {
      const value = await attempt();
      if (value !== undefined) return value;
      if (isLast) throw new Error('what was marked does not show up as a pool; run reconcile to see why');
    } catch (error) {
      if (isLast || !(error instanceof RetryableError)) throw error;
    }
    await pause(pauseMs);
  }
}
