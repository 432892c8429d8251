import type { DatabaseDetail, RdsApi, WhitelistGroup } from '../../cloud/databases.ts';
import { networkTypeFor } from '../../domain/grants/whitelist-group.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { refuseGrant } from './refuse-grant.ts';

/** An instance with every whitelist group, as just read. */
export interface SeenDatabase {
  detail: DatabaseDetail;
  groups: WhitelistGroup[];
}

export interface SeenDatabases {
  primary: SeenDatabase;
  replicas: SeenDatabase[];
  /** Of the primary; undefined when they could not be read. */
  tags: Record<string, string> | undefined;
}

export function rdsOf(deps: WorkflowDeps, regionId: string): RdsApi {
  const scope = deps.settings.databases.find((one) => one.regionId === regionId);
  return deps.clouds.inRegion(regionId, { rds: scope?.endpoint }).rds;
}

/** A primary instance with its read-only instances, groups and tags, all fresh. Throws when there is none of that id. */
export async function readDatabases(
  deps: WorkflowDeps,
  { regionId, instanceId }: { regionId: string; instanceId: string },
): Promise<SeenDatabases> {
  const rds = rdsOf(deps, regionId);
  const [detail, groups, tags] = await Promise.all([
    rds.readInstance(instanceId),
    rds.listWhitelistGroups(instanceId),
    rds.readTags(instanceId),
  ]);
  if (!detail) throw refuseGrant([`the instance ${instanceId} does not exist`]);
  if (detail.primaryInstanceId !== undefined) {
    throw refuseGrant([`${instanceId} is a read-only instance of ${detail.primaryInstanceId}; ask for that one`]);
  }
  const replicas = await Promise.all(detail.replicaInstanceIds.map((id) => readReplica(rds, id)));
  return {
    primary: { detail, groups },
    replicas: replicas.filter((replica) => replica !== undefined),
    tags: tags && Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  };
}

async function readReplica(rds: RdsApi, instanceId: string): Promise<SeenDatabase | undefined> {
  const detail = await rds.readInstance(instanceId);
  return detail && { detail, groups: await rds.listWhitelistGroups(instanceId) };
}

/**
 * The network type of our group on an instance: the VPC list in enhanced mode, except where that mode has but one list
 * (PostgreSQL on cloud disks).
 */
export function networkTypeOn({ detail, groups }: SeenDatabase): 'MIX' | 'VPC' {
  const hasVpcList = groups.some(({ networkType }) => networkType === 'VPC');
  return hasVpcList ? networkTypeFor(detail.whitelistMode) : 'MIX';
}
