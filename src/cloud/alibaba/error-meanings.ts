/** What a vendor code means for us. `lost`: the call may have taken effect. */
export type Meaning =
  | 'throttled'
  | 'refused'
  | 'expired-keys'
  | 'clock-wrong'
  | 'denied'
  | 'lost'
  | 'transient'
  | 'busy'
  | 'in-use'
  | 'gone'
  | 'cidr-taken'
  | 'sold-out'
  | 'quota';

/**
 * Vendor codes by meaning, first match wins, case ignored (not-found codes come in three casings), `*` for anything.
 * `Throttling.DeepPageSkip` is not a throttle: waiting never helps.
 */
export const meaningsByCode: readonly { meaning: Meaning; codes: readonly string[] }[] = [
  { meaning: 'refused', codes: ['Throttling.DeepPageSkip'] },
  { meaning: 'throttled', codes: ['*Throttling*'] },
  { meaning: 'expired-keys', codes: ['InvalidSecurityToken.Expired', 'SecurityTokenExpired'] },
  { meaning: 'clock-wrong', codes: ['InvalidTimeStamp.Expired', 'InvalidTimeStamp.Format'] },
  { meaning: 'lost', codes: ['SignatureNonceUsed', 'SqlExecuteFailedOrTimeout', 'ExternalFailure'] },
  { meaning: 'lost', codes: ['RequestMetaDataFailed', 'InvokeProxyFailure', 'InternalError'] },
  {
    meaning: 'denied',
    codes: [
      'Forbidden',
      'Forbidden.RAM',
      'Forbidden.SubUser',
      'Forbidden.NoPermission*',
      'StatusForbidden',
      'NoPermission*',
      'InvalidAccessKeyId*',
      'InvalidCredentials',
      'InvalidSecurityToken*',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
      'MissingAuth.*',
      'InvalidUserOperatorPermission',
    ],
  },
  { meaning: 'transient', codes: ['ServiceUnavailable', 'SystemBusy'] },
  {
    meaning: 'busy',
    codes: [
      'OperationConflict',
      'TaskConflict',
      'IncorrectVSwitchStatus*',
      'OperationDenied.OtherSubnet*',
      'IncorrectRouteEntryStatus',
      'InvalidStatus.*',
      'InvalidNodePoolStatus.*',
      'IncorrectStatus*',
      '*IncorrectStatus.cbnStatus',
      'IncorrectVpcStatus',
      'OperationFailed.DistibuteLock',
      'OperationFailed.NotifyCenCreate',
      'InvalidConcurrentOperate',
      'ConcurrentTaskExceeded',
      'LockTimeout',
      'LastTokenProcessing',
      'OperationFailed.LastTokenProcessing',
      'OperationFailed.IdempotentTokenProcessing',
      'IncorrectDBInstanceState',
      'IncorrectMasterDBInstanceState',
      'OperationDenied.DB*Status',
      'InvalidOperation.InvalidEniState',
      'InvalidOperation.InvalidEcsState',
      'InvalidOperation.InvalidEniType',
      'InvalidOperation.HasMemberEniAttached',
      'InvalidOperation.InvalidTrunkEniStatus',
    ],
  },
  { meaning: 'in-use', codes: ['DependencyViolation*', 'OperationFailed.CidrInUse'] },
  {
    meaning: 'gone',
    codes: [
      'InvalidVSwitchId.NotFound',
      'InvalidVpcId.NotFound',
      'Forbidden.VpcNotFound',
      'InvalidRouteTableId.NotFound',
      'ErrorNodePoolNotFound',
      'ErrorClusterNotFound',
      'ErrorTaskNotFound',
      'TaskNotFound',
      'InvalidEniId.NotFound',
      'InvalidParameter.EniNotBelongEcs',
      'InvalidEcsId.NotFound',
      'InvalidInstanceId.NotFound',
      'InvalidDBInstance*.NotFound',
    ],
  },
  { meaning: 'cidr-taken', codes: ['InvalidCidrBlock.Overlapped', 'RouteConflict.AlreadyExist'] },
  { meaning: 'sold-out', codes: ['RecommendEmpty.InstanceTypeNoStock', 'OperationDenied.NoStock', 'Zone.NotOnSale'] },
  { meaning: 'quota', codes: ['QuotaExceed*', '*.QuotaExceeded'] },
];

export function meaningOfCode(code: string): Meaning | undefined {
  if (code === '') return undefined;
  return meaningsByCode.find((row) => row.codes.some((pattern) => matches(code, pattern)))?.meaning;
}

function matches(code: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(code);
}
