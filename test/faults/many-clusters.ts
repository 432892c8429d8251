import type { AlicloudSeed } from '../../emulators/alicloud/alicloud-seed.ts';
import { demoSeed } from '../../emulators/alicloud/seed.ts';

const regionId = 'cn-beijing';
const zones = ['cn-beijing-h', 'cn-beijing-g'];

/** An account with so many Terway clusters (`c1`, `c2`, ...), each in a VPC of its own. */
export function manyClusters(count: number): AlicloudSeed {
  const seed = demoSeed();
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return {
    ...seed,
    vpcs: numbers.map((number) => ({
      vpcId: `vpc-2zec${number}`,
      regionId,
      name: `c${number}`,
      cidrBlock: '10.0.0.0/8',
      routeTableId: `vtb-2zec${number}`,
    })),
    vSwitches: numbers.flatMap((number) => [
      ...subnets(number, 'nodes', ['10.0.0.0/20', '10.0.16.0/20']),
      ...subnets(number, 'pods', ['10.1.0.0/18', '10.1.64.0/18']),
    ]),
    clusters: numbers.map((number) => {
      const vswitchIds = subnets(number, 'nodes', zones).map(({ vSwitchId }) => vSwitchId);
      return {
        clusterId: `c${String(number).padStart(32, '0')}`,
        name: `c${number}`,
        regionId,
        vpcId: `vpc-2zec${number}`,
        network: 'terway',
        serviceCidr: '172.21.0.0/20',
        securityGroupId: `sg-2zec${number}`,
        vswitchIds,
        nodePool: {
          nodePoolId: `np${String(number).padStart(32, '0')}`,
          vswitchIds,
          instanceTypes: ['ecs.g7.xlarge'],
          nodes: 2,
        },
      };
    }),
    rdsInstances: [],
  };
}

function subnets(number: number, kind: string, cidrs: string[]): AlicloudSeed['vSwitches'] {
  return cidrs.map((cidrBlock, index) => {
    const zoneId = zones[index] ?? '';
    const name = `c${number}-${kind}-${zoneId.at(-1)}`;
    return { vSwitchId: `vsw-2ze${name}`, vpcId: `vpc-2zec${number}`, zoneId, cidrBlock, name };
  });
}
