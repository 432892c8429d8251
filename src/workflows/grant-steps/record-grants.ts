import { canonicalJson } from '../../domain/canonical-json.ts';
import {
  type ClusterRecord,
  type RecordedGrant,
  readClusterRecord,
  recordedGrant,
  recordedPool,
} from '../../domain/cluster-record.ts';
import { RetryableError } from '../../domain/errors.ts';
import { recordConfigMapNameOf } from '../../domain/names.ts';
import type { Pool } from '../../domain/pool.ts';
import { poolOf } from '../../store/pool-record.ts';
import { readLiveGrants } from '../../store/read-live-grants.ts';
import { demandOurs } from '../pool-steps/demand-ours.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { configMapNamespace as namespace } from '../pool-steps/terway-config-map.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** More writers than this at once do not happen: a pool has one grant per instance, and people approve them. */
const tries = 5;

/**
 * Makes the pool's record ConfigMap hold the pool as it is and exactly the grants in force, `about` as it is given or not at
 * all. It is read again after each write, so that of several writers at once the last one is right.
 */
export async function recordGrants(
  deps: WorkflowDeps,
  request: { pool: Pool; about?: { grantId: string; recorded: RecordedGrant | undefined }; fence: () => Promise<void> },
): Promise<void> {
  const { pool, about, fence } = request;
  const kubernetes = kubernetesOf(deps, pool.clusterName);
  const name = recordConfigMapNameOf(pool.name);
  const marker = { installation: deps.settings.installation, poolId: pool.id, poolName: pool.name };
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const found = await kubernetes.readConfigMap(namespace, name);
    if (!found) throw unrecorded(`ConfigMap ${name} is gone`);
    demandOurs(`ConfigMap ${namespace}/${name}`, found.labels, marker);
    const record = readClusterRecord(found.data);
    const others = await othersInForce(deps, { pool, record, exceptId: about?.grantId });
    const grants = [...others, ...(about?.recorded ? [about.recorded] : [])].toSorted((left, right) =>
      left.grantId < right.grantId ? -1 : 1,
    );
    const recorded = recordedPool(await asOwnedNow(deps, pool));
    const data = { 'record.json': canonicalJson({ ...record, pool: { ...record.pool, ...recorded }, grants }) };
    if (canonicalJson(found.data) === canonicalJson(data)) return;
    await fence();
    const { labels, annotations } = found;
    await kubernetes.applyConfigMap({ namespace, name, labels, annotations, data });
  }
  throw unrecorded(`ConfigMap ${name} does not read back as it was written`);
}

/** A pool changes hands at any moment, also while an operation works with what it has read before. */
async function asOwnedNow({ store }: WorkflowDeps, pool: Pool): Promise<Pool> {
  const record = await store.read(pool.id);
  if (!record) return pool;
  const { ownerGroup, description } = poolOf(record);
  return { ...pool, ownerGroup, description };
}

/** As the store has them; one that is just being applied for the first time as its own operation recorded it. */
async function othersInForce(
  deps: WorkflowDeps,
  look: { pool: Pool; record: ClusterRecord; exceptId: string | undefined },
): Promise<{ grantId: string }[]> {
  const live = await readLiveGrants(deps.store);
  return live
    .filter((grant) => grant.poolId === look.pool.id && grant.id !== look.exceptId && grant.state !== 'ended')
    .flatMap((grant) => {
      if (grant.inForce) return [recordedGrant(grant, grant.inForce)];
      return look.record.grants.filter(({ grantId }) => grantId === grant.id);
    });
}

function unrecorded(what: string): RetryableError {
  return new RetryableError({
    code: 'CLUSTER_CONFLICT',
    publicText: `${what}, so the pool's grants could not be recorded in its cluster. Verify the pool, then retry.`,
  });
}
