import { z } from 'zod';
import type { CleanWhitelistInput } from '../../domain/grants/operation-inputs.ts';
import { recordConfigMapNameOf } from '../../domain/names.ts';
import type { Operation } from '../../domain/operation.ts';
import { grantOf, liveGrantIndex } from '../../store/access-records.ts';
import { poolOf } from '../../store/pool-record.ts';
import { reviewRecordId } from '../../store/review-record.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

const recordSchema = z.object({
  grants: z.array(z.object({ grantId: z.string(), instanceId: z.string() })).default([]),
});

/**
 * What speaks for a grant of the pool on the instance, in words: one that lives, or one that the pool's record in its
 * cluster names and that is not known to have ended (the store may be older than the clouds). Undefined when nothing does.
 */
export async function whyKept(
  deps: WorkflowDeps,
  { poolId }: Operation,
  { primaryInstanceId }: CleanWhitelistInput,
): Promise<string | undefined> {
  const live = (await deps.store.readMany(await deps.store.readIndex(liveGrantIndex))).map(grantOf);
  const grant = live.find((one) => one.poolId === poolId && one.instanceId === primaryInstanceId);
  if (grant) return `${grant.id} lives`;
  const review = await deps.store.read(reviewRecordId({ poolId, instanceId: primaryInstanceId }));
  if (review?.state === 'open') return 'it was found without a record and waits for a person to allow or revoke it';
  const record = await deps.store.read(poolId);
  if (!record) return undefined;
  const { name, clusterName } = poolOf(record);
  const kubernetes = kubernetesOf(deps, clusterName);
  const configMap = await kubernetes.readConfigMap('kube-system', recordConfigMapNameOf(name));
  const { grants } = recordSchema.parse(JSON.parse(configMap?.data['record.json'] ?? '{}'));
  for (const { grantId, instanceId } of grants) {
    if (instanceId !== primaryInstanceId) continue;
    const known = await deps.store.read(grantId);
    if (known?.state !== 'ended')
      return `the pool's record in its cluster names ${grantId}, which is not known to have ended`;
  }
  return undefined;
}
