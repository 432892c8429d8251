import type { Tag } from './cloud.ts';

export interface DatabaseInstance {
  instanceId: string;
  description: string;
  engine: string;
  status: string;
  /** Primary | Readonly | Guard | Temp */
  type: string;
  vpcId: string | undefined;
  regionId: string;
  lockMode: string;
  /** Set on a read-only replica. */
  primaryInstanceId: string | undefined;
  tags: Tag[];
}

export interface WhitelistGroup {
  name: string;
  /** `hidden` marks the groups that the console hides. */
  attribute: string;
  /** MIX | VPC | Classic; the typed SDK drops it, so it is read with a generic call. */
  networkType: string;
  /** Entries as the API gives them. */
  entries: string[];
}

/** What a whitelist change must know of one instance, always read fresh. */
export interface DatabaseDetail extends Omit<DatabaseInstance, 'tags'> {
  /** `safety` is the enhanced mode with one list per network type. */
  whitelistMode: 'normal' | 'safety';
  replicaInstanceIds: string[];
}

/** Where an instance can be connected to inside its VPC. */
export interface DatabaseEndpoint {
  host: string;
  port: number;
}

export interface RdsApi {
  readInstance(instanceId: string): Promise<DatabaseDetail | undefined>;
  /** Undefined when the tags could not be read. */
  readTags(instanceId: string): Promise<Tag[] | undefined>;
  /** The private endpoint; undefined when there is none. */
  readEndpoint(instanceId: string): Promise<DatabaseEndpoint | undefined>;
  /**
   * Replaces the whole list of one group (mode Cover, explicit network type); the group is made when it is missing.
   * Throws CLOUD_BUSY while the instance is not Running; the outcome of an unanswered write is unknown.
   */
  coverWhitelistGroup(request: {
    instanceId: string;
    group: string;
    networkType: 'MIX' | 'VPC';
    entries: string[];
  }): Promise<void>;
  /** Every instance of the region that the credentials can see, with tags. */
  listInstances(): Promise<DatabaseInstance[]>;
  listWhitelistGroups(instanceId: string): Promise<WhitelistGroup[]>;
}
