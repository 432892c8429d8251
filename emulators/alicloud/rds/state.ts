export type NetworkType = 'MIX' | 'VPC' | 'Classic';

export interface WhitelistGroup {
  name: string;
  /** `hidden` for the vendor's own groups. */
  attribute: string;
  networkType: NetworkType;
  entries: string[];
}

export interface DbInstance {
  id: string;
  regionId: string;
  zoneId: string;
  description: string;
  engine: string;
  engineVersion: string;
  storageType: string;
  vpcId: string;
  vSwitchId: string;
  tags: Record<string, string>;
  status: string;
  /** `safety` is the enhanced mode, with lists per network type. */
  securityIpMode: 'normal' | 'safety';
  /** `Unlock`, `ManualLock`, `LockByExpiration`, `LockByRestoration`, `LockByDiskQuota`. */
  lockMode: string;
  lockReason: string;
  /** Empty for a primary instance. */
  masterId: string;
  /** What the API lists. */
  groups: WhitelistGroup[];
  /** What the database goes by: the same, a while later. */
  groupsInForce: WhitelistGroup[];
  /** Counts the changes of the groups, and the last one that is in force. */
  groupsRevision: number;
  groupsRevisionInForce: number;
  /** Names of whitelist templates attached to it: no group may have one of them. */
  templateNames: string[];
}

export interface RdsState {
  instances: Map<string, DbInstance>;
}
