/** What listeners are registered under. A button carries the id of a record and nothing else. */
export const actionIds = {
  retry: 'operation_retry',
  rollback: 'operation_rollback',
  cancel: 'operation_cancel',
  showUse: 'pool_use',
  auditExport: 'audit_export',
} as const;

export const createFormId = 'create_pool';

/** The metadata of our posts, by which a lost answer is looked up. Readable by everybody in the workspace. */
export const metadataType = 'egress_pool_operation';
