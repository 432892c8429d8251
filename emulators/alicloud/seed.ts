import type { AlicloudSeed, SeedVSwitch } from './alicloud-seed.ts';
import type { InstanceType } from './ecs/state.ts';

const region = 'cn-beijing';
const zones = ['cn-beijing-h', 'cn-beijing-g', 'cn-beijing-i'];

/**
 * The demo's account: two Terway clusters in one VPC with room for pools in 10.64.128.0/17, a Flannel cluster in a VPC
 * of its own with a database, routes, a NAT gateway with entries per vSwitch, and databases for production and development.
 */
export function demoSeed(): AlicloudSeed {
  return {
    accessKeys: [{ id: 'LTAI-demo', secret: 'demo-secret' }],
    accountId: '1234567890123456',
    zones: { [region]: zones },
    vpcs: [mainVpc(), flannelVpc()],
    vSwitches: [
      ...subnets({ prefix: 'nodes', vpcId: 'vpc-2zemain', cidrs: ['10.0.0.0/20', '10.0.16.0/20', '10.0.32.0/20'] }),
      ...subnets({ prefix: 'pods', vpcId: 'vpc-2zemain', cidrs: ['10.1.0.0/18', '10.1.64.0/18', '10.1.128.0/18'] }),
      ...subnets({ prefix: 'staging-nodes', vpcId: 'vpc-2zemain', cidrs: ['10.2.0.0/20', '10.2.16.0/20'] }),
      ...subnets({ prefix: 'staging-pods', vpcId: 'vpc-2zemain', cidrs: ['10.2.64.0/18', '10.2.128.0/18'] }),
      ...subnets({ prefix: 'data', vpcId: 'vpc-2zemain', cidrs: ['10.3.0.0/24'] }),
      ...subnets({ prefix: 'legacy', vpcId: 'vpc-2zelegacy', cidrs: ['192.168.0.0/20', '192.168.16.0/20'] }),
    ],
    clusters: clusters(),
    instanceTypes: [
      instanceType('ecs.g7.xlarge', { cpu: 4, memoryGib: 16, eni: 4, addresses: 15 }),
      instanceType('ecs.g7.2xlarge', { cpu: 8, memoryGib: 32, eni: 4, addresses: 15 }),
      instanceType('ecs.g7.4xlarge', { cpu: 16, memoryGib: 64, eni: 8, addresses: 30 }),
      instanceType('ecs.c7.large', { cpu: 2, memoryGib: 4, eni: 3, addresses: 6 }),
    ],
    rdsInstances: databases(),
  };
}

function mainVpc(): AlicloudSeed['vpcs'][number] {
  const route = (destinationCidrBlock: string, type: string, nextHopType: string, nextHopId: string) => {
    return { destinationCidrBlock, type, nextHopType, nextHopId, name: '' };
  };
  return {
    vpcId: 'vpc-2zemain',
    regionId: region,
    name: 'main',
    cidrBlock: '10.0.0.0/8',
    routeTableId: 'vtb-2zemain',
    routeEntries: [
      route('0.0.0.0/0', 'Custom', 'NatGateway', 'ngw-2zemain'),
      route('10.200.0.0/16', 'Custom', 'VpnGateway', 'vpn-2zeoffice'),
      route('10.210.0.0/16', 'CEN', 'Attachment', 'tr-attach-2zeshanghai'),
    ],
    natGateways: [
      {
        natGatewayId: 'ngw-2zemain',
        name: 'main',
        vSwitchId: 'vsw-2zedata-h',
        snatTableId: 'stb-2zemain',
        snatEntries: zones.map((zoneId) => ({
          snatEntryId: `snat-2zepods-${zoneId.at(-1)}`,
          snatIp: '203.0.113.10',
          sourceVSwitchId: `vsw-2zepods-${zoneId.at(-1)}`,
          sourceCidr: '',
        })),
      },
    ],
  };
}

function flannelVpc(): AlicloudSeed['vpcs'][number] {
  return {
    vpcId: 'vpc-2zelegacy',
    regionId: region,
    name: 'legacy',
    cidrBlock: '192.168.0.0/16',
    routeTableId: 'vtb-2zelegacy',
  };
}

/** One vSwitch per zone, in the order of the zones. */
function subnets(o: { prefix: string; vpcId: string; cidrs: string[] }): SeedVSwitch[] {
  return o.cidrs.map((cidrBlock, index) => {
    const zoneId = zones[index] ?? '';
    const name = `${o.prefix}-${zoneId.at(-1)}`;
    return { vSwitchId: `vsw-2ze${name}`, vpcId: o.vpcId, zoneId, cidrBlock, name };
  });
}

function clusters(): AlicloudSeed['clusters'] {
  const nodePool = (letter: string, vswitchIds: string[]) => {
    return {
      nodePoolId: `np${letter.repeat(32)}`,
      vswitchIds,
      instanceTypes: ['ecs.g7.xlarge'],
      nodes: vswitchIds.length,
    };
  };
  const prodNodes = ['vsw-2zenodes-h', 'vsw-2zenodes-g', 'vsw-2zenodes-i'];
  const stagingNodes = ['vsw-2zestaging-nodes-h', 'vsw-2zestaging-nodes-g'];
  const legacyNodes = ['vsw-2zelegacy-h', 'vsw-2zelegacy-g'];
  return [
    {
      ...{ clusterId: 'c82e6987e2961451182edacd74faf0000', name: 'prod', regionId: region, vpcId: 'vpc-2zemain' },
      ...{ network: 'terway', serviceCidr: '172.21.0.0/20', securityGroupId: 'sg-2zeprod', vswitchIds: prodNodes },
      nodePool: nodePool('a', prodNodes),
    },
    {
      ...{ clusterId: 'c5d1b0f7a93e84c6f8d2e7b1a0c340000', name: 'staging', regionId: region, vpcId: 'vpc-2zemain' },
      ...{
        network: 'terway',
        serviceCidr: '172.22.0.0/20',
        securityGroupId: 'sg-2zestaging',
        vswitchIds: stagingNodes,
      },
      nodePool: nodePool('b', stagingNodes),
    },
    {
      ...{ clusterId: 'c19a4e2f60b7d4853a1c9f0e6d7b20000', name: 'legacy', regionId: region, vpcId: 'vpc-2zelegacy' },
      ...{ network: 'flannel', serviceCidr: '172.19.0.0/20', containerCidr: '172.20.0.0/16' },
      ...{ securityGroupId: 'sg-2zelegacy', vswitchIds: legacyNodes },
      nodePool: nodePool('c', legacyNodes),
    },
  ];
}

function instanceType(id: string, o: { cpu: number; memoryGib: number; eni: number; addresses: number }): InstanceType {
  return {
    id,
    cpu: o.cpu,
    memoryGib: o.memoryGib,
    eniQuantity: o.eni,
    eniTotalQuantity: o.eni * 4,
    eniPrivateIpAddressQuantity: o.addresses,
    trunk: o.eni >= 4,
    zones,
  };
}

function databases(): AlicloudSeed['rdsInstances'] {
  const place = { regionId: region, zoneId: 'cn-beijing-h', vpcId: 'vpc-2zemain', vSwitchId: 'vsw-2zedata-h' };
  const group = (name: string, entries: string[], attribute = '') => {
    return { name, attribute, networkType: 'MIX' as const, entries };
  };
  const system = group('hdm_security_ips', ['100.104.0.0/16'], 'hidden');
  return [
    {
      ...{ id: 'rm-2zepayments', description: 'payments-db', ...place, tags: { env: 'prod', team: 'payments' } },
      groups: [group('default', ['127.0.0.1']), group('office', ['10.200.1.0/24']), system],
    },
    { id: 'rm-2zepaymentsdev', description: 'payments-db-dev', ...place, tags: { env: 'dev', team: 'payments' } },
    { id: 'rm-2zeorders', description: 'orders-db', ...place, tags: { env: 'prod', team: 'orders' } },
    {
      ...{ id: 'rm-2zelegacy', description: 'legacy-db', regionId: region, zoneId: 'cn-beijing-h' },
      ...{ vpcId: 'vpc-2zelegacy', vSwitchId: 'vsw-2zelegacy-h', tags: { env: 'prod', team: 'payments' } },
    },
    {
      ...{ id: 'rr-2zeorders1', description: 'orders-db-read-1', ...place, masterId: 'rm-2zeorders' },
      tags: { env: 'prod', team: 'orders' },
    },
  ];
}
