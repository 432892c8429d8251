export interface RouteEntry {
  routeEntryId: string;
  destinationCidrBlock: string;
  /** As `DescribeRouteEntryList` has it: `System`, `Custom`, `BGP`, `CEN` or `ECR`. */
  type: string;
  nextHopType: string;
  nextHopId: string;
  name: string;
}

export interface NatGateway {
  natGatewayId: string;
  name: string;
  vSwitchId: string;
  snatTableId: string;
  snatEntries: { snatEntryId: string; snatIp: string; sourceVSwitchId: string; sourceCidr: string }[];
}

export interface Vpc {
  vpcId: string;
  regionId: string;
  name: string;
  cidrBlock: string;
  secondaryCidrBlocks: string[];
  userCidrs: string[];
  routeTableId: string;
  routeEntries: RouteEntry[];
  natGateways: NatGateway[];
  tags: Record<string, string>;
}

export interface VSwitch {
  vSwitchId: string;
  vpcId: string;
  zoneId: string;
  cidrBlock: string;
  name: string;
  description: string;
  status: 'Pending' | 'Available';
  tags: Record<string, string>;
  createdAtMs: number;
  listedFromMs: number;
  /** Offsets of addresses in use, from the block's first address. */
  usedOffsets: Set<number>;
  /** What the APIs showed last, and how long they go on to. */
  shownCount?: { free: number; untilMs: number };
  reservations: { reservationId: string; cidr: string; name: string }[];
}

export interface VpcState {
  vpcs: Map<string, Vpc>;
  vSwitches: Map<string, VSwitch>;
  zones: Map<string, string[]>;
  /** ClientToken -> what it was first used for. */
  tokens: Map<string, { fingerprint: string; vSwitchId: string }>;
}
