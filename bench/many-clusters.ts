import type { AlicloudSeed } from '../emulators/alicloud/alicloud-seed.ts';
import { demoSeed } from '../emulators/alicloud/seed.ts';

/** As the configuration names a cluster of the seed. */
export function clusterInFile({ name, clusterId, regionId }: AlicloudSeed['clusters'][number]) {
  const nodePool = { instanceTypes: ['ecs.g7.xlarge'], nodes: 2 };
  return { ...{ name, id: clusterId, region: regionId, kubernetes: { context: name }, nodePool } };
}

/** Terway clusters, each alone in a VPC with one vSwitch for nodes and one for pods. */
export function manyClusters(count: number): AlicloudSeed {
  const demo = demoSeed();
  const numbers = Array.from({ length: count }, (_, index) => index);
  const regionId = 'cn-beijing';
  const vSwitch = (index: number, kind: string, cidrBlock: string) => ({
    vSwitchId: `vsw-${kind}-${index}`,
    ...{ vpcId: `vpc-${index}`, zoneId: 'cn-beijing-h', cidrBlock, name: `c${index}-${kind}-h` },
  });
  return {
    ...demo,
    vpcs: numbers.map((index) => ({
      ...{ vpcId: `vpc-${index}`, regionId, name: `c${index}`, cidrBlock: '10.0.0.0/8', routeTableId: `vtb-${index}` },
    })),
    vSwitches: numbers.flatMap((index) => [
      vSwitch(index, 'nodes', '10.0.0.0/20'),
      vSwitch(index, 'pods', '10.1.0.0/18'),
    ]),
    clusters: numbers.map((index) => ({
      ...{ clusterId: `c${String(index).padStart(32, '0')}`, name: `c${index}`, regionId, vpcId: `vpc-${index}` },
      ...{ network: 'terway' as const, serviceCidr: '172.21.0.0/20', securityGroupId: `sg-${index}` },
      vswitchIds: [`vsw-nodes-${index}`],
      nodePool: {
        nodePoolId: `np${String(index).padStart(32, '0')}`,
        vswitchIds: [`vsw-nodes-${index}`],
        ...{ instanceTypes: ['ecs.g7.xlarge'], nodes: 1 },
      },
    })),
    rdsInstances: [],
  };
}
