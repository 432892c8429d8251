import { readClusterRecord } from '../../domain/cluster-record.ts';
import type { CleanWhitelistInput } from '../../domain/grants/operation-inputs.ts';
import { recordConfigMapNameOf } from '../../domain/names.ts';
import type { Operation } from '../../domain/operation.ts';
import { poolOf } from '../../store/pool-record.ts';
import { readLiveGrants } from '../../store/read-live-grants.ts';
import { reviewRecordId } from '../../store/review-record.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { configMapNamespace } from '../pool-steps/terway-config-map.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/**
 * What speaks for a grant of the pool on the instance, in words: one that lives, or one that the pool's record in its
 * cluster names and that is not known to have ended (the store may be older than the clouds). A record that is not there
 * says nothing, unless the pool is gone with it. Undefined when nothing speaks for one.
 */
export async function whyKept(
  deps: WorkflowDeps,
  { poolId }: Operation,
  { primaryInstanceId }: CleanWhitelistInput,
): Promise<string | undefined> {
  const live = await readLiveGrants(deps.store);
  const grant = live.find((one) => one.poolId === poolId && one.instanceId === primaryInstanceId);
  if (grant) return `${grant.id} lives`;
  const review = await deps.store.read(reviewRecordId({ poolId, instanceId: primaryInstanceId }));
  if (review?.state === 'open') return 'it was found without a record and waits for a person to allow or revoke it';
  const record = await deps.store.read(poolId);
  if (!record) return undefined;
  const { name, clusterName, state } = poolOf(record);
  const kubernetes = kubernetesOf(deps, clusterName);
  const configMap = await kubernetes.readConfigMap(configMapNamespace, recordConfigMapNameOf(name));
  if (configMap?.data['record.json'] === undefined) {
    return state === 'gone' ? undefined : `the pool's record in its cluster is not there to say whose it is`;
  }
  for (const { grantId, instanceId } of readClusterRecord(configMap.data).grants) {
    // One that does not say for which instance may be for this one.
    if (typeof instanceId === 'string' && instanceId !== primaryInstanceId) continue;
    const known = await deps.store.read(grantId);
    if (known?.state !== 'ended')
      return `the pool's record in its cluster names ${grantId}, which is not known to have ended`;
  }
  return undefined;
}
