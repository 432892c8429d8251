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
  vpcId: string;
  vSwitchId: string;
  tags: Record<string, string>;
  status: string;
  securityIpMode: 'normal' | 'safety';
  lockMode: string;
  /** Empty for a primary instance. */
  masterId: string;
  groups: WhitelistGroup[];
}

export interface RdsState {
  instances: Map<string, DbInstance>;
}
