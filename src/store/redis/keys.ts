/** Every key of ours. All start with the same hash tag, so that one script may touch any of them (Redis Cluster, one slot). */
export const keyPrefix = '{egress-pool}';

export const keys = {
  record: (id: string) => `${keyPrefix}:record:${id}`,
  lock: (lock: string) => `${keyPrefix}:lock:${lock}`,
  index: (index: string) => `${keyPrefix}:index:${index}`,
  /** The answer of a commit, kept for a while so that a repeat of the same commit answers the same. */
  answer: (token: string) => `${keyPrefix}:answer:${token}`,
  due: `${keyPrefix}:due`,
  audit: `${keyPrefix}:audit`,
  auditHead: `${keyPrefix}:audit-head`,
  inventory: `${keyPrefix}:inventory`,
} as const;
