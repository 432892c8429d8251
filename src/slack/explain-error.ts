import type { ErrorCode } from '../domain/error-codes.ts';

const nextSteps: Record<ErrorCode, string> = {
  BAD_INPUT: 'Correct the request and send it again.',
  STORE_UNAVAILABLE: 'The service’s database did not answer. Try again in a moment.',
  CLOUD_THROTTLED: 'The cloud asks for fewer calls. Retry in a few minutes.',
  CLOUD_BUSY: 'Another change of the same resource is still running. Retry when it has ended.',
  CLOUD_UNAVAILABLE: 'The cloud API has trouble. Retry in a few minutes.',
  CLOUD_OUTCOME_UNKNOWN: 'An answer of the cloud was lost. Retry: it looks first and never creates twice.',
  CLOUD_NOT_FOUND: 'Something was deleted outside of egress-pool. Retry creates it again, Roll back clears the rest.',
  CLOUD_DENIED: 'Give the service’s RAM role the permission that is missing (deploy/ram-policy.json), then retry.',
  CLOUD_QUOTA: 'Raise the quota or free something in the account, then retry.',
  CLOUD_SOLD_OUT: 'Retry later, or roll back and create it with other instance types (`--instance-type`).',
  CLOUD_IN_USE: 'Remove what still uses it, then retry.',
  CLOUD_CIDR_TAKEN: 'Retry: it picks another free block.',
  CLOUD_REFUSED: 'The cloud refused the request for the reason above. Correct that, then retry.',
  CLUSTER_UNREACHABLE: 'Check that the cluster’s API server can be reached from the service, then retry.',
  CLUSTER_DENIED: 'Grant the missing right in the cluster (deploy/kubernetes/rbac.yaml), then retry.',
  CLUSTER_CONFLICT: 'Somebody else changes the same object. Find out who, then retry.',
  CLUSTER_REFUSED: 'The cluster refused the object; an admission policy may be the reason. Correct that, then retry.',
  NETWORK_UNSUPPORTED:
    'Pools need a cluster whose network is Terway or Flannel, as its configuration says. Correct it or choose another.',
  ADDRESSES_EXHAUSTED: 'Ask for fewer pods or zones, or give the cluster more `poolCidrs`.',
  NOT_OURS: 'Something with this name belongs to somebody else. Choose another name, or remove it if it is a leftover.',
  AMBIGUOUS:
    'Two resources carry the same marker. Find out which one is right and remove the other by hand, then retry.',
  PLAN_INVALID: 'Change the request as the message says and send it again.',
  ZONE_EMPTY: 'No node came up in a zone. Check stock and quotas there and retry, or leave the zone out.',
  NODE_WRONG: 'A node is not as planned. Remove it from the node pool, then retry.',
  CANARY_OUTSIDE: 'Pods would get addresses outside the pool. Do not use it; do what the message says, then retry.',
  CANARY_FAILED: 'Look at the canary pod’s events and image, then retry.',
  POOL_IN_USE: 'Close the databases and move the workloads that the text names, then retry.',
  STILL_IN_USE: 'Move the workloads that still use it, then retry.',
  WHITELIST_HOLDS_CIDR: 'Revoke the database grant that still names the CIDR, then retry.',
  CONSENT_REFUSED: 'Retry asks the approvers again. Going on leaves the new pods without that database.',
  GRANT_REFUSED:
    'Put right what the text names, then retry: the approval holds until its end, and all is checked again.',
  CHANGE_REFUSED: 'Do what the text says, then retry: everybody who has to decide is asked again where that is needed.',
  STEP_TIMED_OUT: 'Retry continues where it stopped. If it happens again, look at the resource in the cloud console.',
  STEP_STUCK: 'It was tried many times without progress. Look at the last error, correct its cause, then retry.',
  CANCELLED: 'Retry continues it, Roll back undoes what exists.',
};

/** What a person can do about an error now: one or two sentences of mrkdwn. */
export function explainError(code: ErrorCode): string {
  return nextSteps[code];
}
