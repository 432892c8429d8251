/** Every key of ours. All start with the same hash tag, so that one script may touch any of them (Redis Cluster, one slot). */
export const keyPrefix = '{egress-pool}';

export const keys = {
  record: (id: string) => `${keyPrefix}:record:${id}`,
  lock: (lock: string) => `${keyPrefix}:lock:${lock}`,
  index: (index: string) => `${keyPrefix}:index:${index}`,
  /** The answer of a commit, kept for a while so that a repeat of the same commit answers the same. */
  answer: (token: string) => `${keyPrefix}:answer:${token}`,
  /** A pool's measurements: the last one, the samples of a day, the hours of ninety days. */
  capacity: (poolId: string) => `${keyPrefix}:capacity:${poolId}`,
  capacitySamples: (poolId: string) => `${keyPrefix}:capacity-samples:${poolId}`,
  capacityHours: (poolId: string) => `${keyPrefix}:capacity-hours:${poolId}`,
  /** Who runs in a pool that has little room. */
  capacityPods: (poolId: string) => `${keyPrefix}:capacity-pods:${poolId}`,
  due: `${keyPrefix}:due`,
  audit: `${keyPrefix}:audit`,
  auditHead: `${keyPrefix}:audit-head`,
  inventory: `${keyPrefix}:inventory`,
} as const;
