/** What listeners are registered under. A button carries the id of a record and nothing else. */
export const actionIds = {
  retry: 'operation_retry',
  rollback: 'operation_rollback',
  cancel: 'operation_cancel',
  goOn: 'operation_go_on',
  confirmResize: 'resize_confirm',
  keepPool: 'pool_keep',
  deletePool: 'pool_delete',
  revokeAll: 'pool_revoke_all',
  podsInTheWay: 'operation_pods',
  confirmEntries: 'operation_confirm_entries',
  showUse: 'pool_use',
  auditExport: 'audit_export',
  approve: 'request_approve',
  deny: 'request_deny',
  details: 'request_details',
  withdraw: 'request_withdraw',
  extend: 'grant_extend',
  endEarly: 'grant_end_early',
  revoke: 'grant_revoke',
  keep: 'grant_keep',
  sign: 'grant_sign',
  reject: 'grant_reject',
  repair: 'grant_repair',
  repairPool: 'pool_repair',
  allow: 'pool_allow',
  alertResize: 'alert_resize',
  alertPods: 'alert_pods',
  alertSnooze: 'alert_snooze',
  allowPool: 'allow_pool',
  allowInstance: 'allow_instance',
} as const;

export const createFormId = 'create_pool';
export const allowFormId = 'allow_database';
export const resizeFormId = 'resize_pool';
export const deleteFormId = 'delete_pool';
export const adoptFormId = 'adopt_nodes';
export const denyFormId = 'deny_request';

/** The metadata of our posts, by which a lost answer is looked up. Readable by everybody in the workspace. */
export const metadataType = 'egress_pool_operation';
