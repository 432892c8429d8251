import type { Cloud, NetworkInterface, Vpc } from '../../cloud/cloud.ts';
import type { PlannedCidr } from '../../domain/grants/grant-plan.ts';
import { isOurs } from '../../domain/markers.ts';
import type { Pool } from '../../domain/pool.ts';
import { cloudOf } from '../pool-steps/pool-target.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { refuseGrant } from './refuse-grant.ts';

export interface PoolNetwork {
  vpc: Vpc;
  /** The pool's vSwitches as just read from the VPC, by id and marker. */
  vSwitches: { vSwitchId: string; cidrBlock: string; vpcId: string; isOurs: boolean }[];
  /** What a grant is to admit: of all of them but those that nothing has an address of any more. */
  cidrs: PlannedCidr[];
  /** Network interfaces in them that belong neither to the pool's nodes nor to Terway. */
  foreignInterfaces: string[];
}

/** What letting a pool in would admit. Nothing of it is taken from the store but the ids. */
export async function readPoolNetwork(deps: WorkflowDeps, pool: Pool): Promise<PoolNetwork> {
  const cloud = cloudOf(deps, pool.clusterName);
  const vpc = await cloud.vpc.readVpc(pool.vpcId);
  if (!vpc) throw refuseGrant([`the VPC ${pool.vpcId} of pool ${pool.name} does not exist`]);
  const marker = { installation: deps.settings.installation, poolId: pool.id };
  const perVSwitch = await Promise.all(
    pool.vSwitches.map(async ({ zoneId, vSwitchId, stage }) => {
      const read = vSwitchId === undefined ? undefined : await cloud.vpc.readVSwitch(vSwitchId);
      // It was deleted a moment ago, and the pool's record says so next.
      if (!read && stage === 'left') return [];
      if (!read) throw refuseGrant([`the vSwitch of pool ${pool.name} in ${zoneId} does not exist`]);
      const { cidrBlock, vpcId, tags } = read;
      return [{ vSwitchId: read.vSwitchId, cidrBlock, vpcId, isOurs: isOurs(tags, marker) }];
    }),
  );
  const vSwitches = perVSwitch.flat();
  const left = new Set(pool.vSwitches.filter(({ stage }) => stage === 'left').map(({ vSwitchId }) => vSwitchId));
  return {
    vpc,
    vSwitches,
    cidrs: vSwitches
      .filter(({ vSwitchId }) => !left.has(vSwitchId))
      .map(({ cidrBlock, vSwitchId }) => ({ cidr: cidrBlock, vSwitchId })),
    foreignInterfaces: await findForeignInterfaces(cloud, pool, vSwitches),
  };
}

async function findForeignInterfaces(cloud: Cloud, pool: Pool, vSwitches: { vSwitchId: string }[]): Promise<string[]> {
  const { clusterId, nodePoolId } = pool;
  const nodes = nodePoolId === undefined ? [] : await cloud.ack.listNodes({ clusterId, nodePoolId }, 'fresh');
  const nodeIds = new Set(nodes.map(({ instanceId }) => instanceId));
  const perVSwitch = await Promise.all(
    vSwitches.map(({ vSwitchId }) => cloud.ecs.listNetworkInterfaces({ vSwitchId }, 'fresh')),
  );
  return perVSwitch
    .flat()
    .filter((one) => !belongsToPool(one, nodeIds))
    .map(({ networkInterfaceId, vSwitchId }) => `${networkInterfaceId} in ${vSwitchId}`);
}

/** On a node of the pool, or on none and left by Terway: then it admits nobody. */
function belongsToPool({ instanceId, tags }: NetworkInterface, nodeIds: ReadonlySet<string>): boolean {
  if (instanceId !== undefined) return nodeIds.has(instanceId);
  return tags.some(({ key, value }) => key === 'creator' && /^terway/.test(value));
}
