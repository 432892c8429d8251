/** Everything that the audit log says can happen. What is written has to be in this list, and has words in Slack. */
export type AuditWhat =
  | `operation.${'requested' | 'retry-asked' | 'roll-back-asked' | 'cancel-asked' | 'go-on-asked'}`
  | `operation.${'done' | 'failed' | 'waiting' | 'cancelled' | 'rolled-back'}`
  | `step.${'begun' | 'intends' | 'done' | 'undo-begun' | 'undone' | 'failed' | 'undo-failed'}`
  | `request.${'asked' | 'round' | 'opened' | 'reminded' | 'escalated'}`
  | `request.${'approval' | 'denial' | 'click-refused'}`
  | `request.${'confirmed' | 'lapsed'}`
  | `request.${'approved' | 'denied' | 'withdrawn' | 'expired' | 'superseded'}`
  | `grant.${'applied' | 'taken-back' | 'narrowed' | 'ending' | 'overdue' | 'ended'}`
  | `grant.${'end-announced' | 'review-asked' | 'reviewed' | 'drift' | 'drift-gone'}`
  | `${'pool' | 'grant'}.namespaces-changed`
  | `pool.${'review-asked' | 'kept'}`
  | `pool.${'owner-changed' | 'described'}`
  | `pool.${'drift' | 'drift-gone' | 'degraded' | 'ready-again'}`
  | `whitelist.${'intended'}`
  | 'pool.import-begun'
  | `reconcile.${'pool-adopted' | 'grant-adopted' | 'review-opened' | 'review-closed'}`
  | `break-glass.${'signed' | 'rejected'}`
  | `freeze.${'on' | 'off'}`
  | `capacity.${'alert-opened' | 'alert-changed' | 'alert-resolved' | 'alert-snoozed'}`
  | `capacity.${'outage-opened' | 'outage-resolved'}`
  | `${'command' | 'action'}.refused`
  | `audit-export.${'requested' | 'sent' | 'failed'}`;
