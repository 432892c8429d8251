import { z } from 'zod';
import type { EcsApi, InstanceType, NetworkInterface } from '../cloud.ts';
import type { Instance } from '../instance.ts';
import type { EcsSdk } from './clients.ts';
import { deleteNetworkInterface, detachNetworkInterface, listNetworkInterfaces } from './ecs-network-interfaces.ts';
import { byNextToken } from './pages.ts';
import type { ProductDeps } from './region.ts';

const typesPerCall = 10;
const typesPerPage = 100;
const instancesPerCall = 100;

/** The ECS part of the port. */
export function createEcsApi(deps: ProductDeps<EcsSdk>): EcsApi {
  return {
    async listInstanceTypes(ids) {
      const found = await Promise.all(
        chunks(ids, typesPerCall).map((instanceTypes) => listInstanceTypes(deps, { instanceTypes })),
      );
      return found.flat();
    },
    listInstanceTypesWith: ({ fewestEnis }) =>
      listInstanceTypes(deps, { minimumEniQuantity: fewestEnis, maxResults: typesPerPage }),
    async listInstances(ids) {
      const found = await Promise.all(chunks(ids, instancesPerCall).map((some) => listInstances(deps, some)));
      return found.flat();
    },
    listNetworkInterfaces: (query, freshness): Promise<NetworkInterface[]> =>
      deps.shared.read({
        key: `ecs:eni:${'instanceId' in query ? query.instanceId : query.vSwitchId}`,
        freshness,
        load: () => listNetworkInterfaces(deps, query),
      }),
    detachNetworkInterface: (request) => detachNetworkInterface(deps, request),
    deleteNetworkInterface: (id) => deleteNetworkInterface(deps, id),
  };
}

const typeAnswer = z.object({
  instanceTypeId: z.string(),
  cpuCoreCount: z.number(),
  memorySize: z.number(),
  eniQuantity: z.number(),
  eniTotalQuantity: z.number().optional(),
  eniPrivateIpAddressQuantity: z.number(),
  eniTrunkSupported: z.boolean().optional(),
});

async function listInstanceTypes(
  deps: ProductDeps<EcsSdk>,
  query: { instanceTypes: string[] } | { minimumEniQuantity: number; maxResults: number },
): Promise<InstanceType[]> {
  const answer = z.object({
    nextToken: z.string().optional(),
    instanceTypes: z.object({ instanceType: z.array(typeAnswer).optional() }).optional(),
  });
  const found = await byNextToken(async (nextToken) => {
    const page = await deps.call({
      action: 'ecs:DescribeInstanceTypes',
      send: ({ client, models }) =>
        client.describeInstanceTypes(new models.DescribeInstanceTypesRequest({ ...query, nextToken })),
      answer,
    });
    return { items: page.instanceTypes?.instanceType ?? [], nextToken: page.nextToken };
  });
  return found.map((type) => ({
    instanceTypeId: type.instanceTypeId,
    cpuCores: type.cpuCoreCount,
    memoryGib: type.memorySize,
    eniQuantity: type.eniQuantity,
    eniTotalQuantity: type.eniTotalQuantity ?? type.eniQuantity,
    eniPrivateIpAddressQuantity: type.eniPrivateIpAddressQuantity,
    trunkSupported: type.eniTrunkSupported ?? false,
  }));
}

const instanceAnswer = z.object({
  instanceId: z.string(),
  zoneId: z.string(),
  status: z.string(),
  spotStrategy: z.string().optional(),
  vpcAttributes: z.object({ vpcId: z.string().optional(), vSwitchId: z.string().optional() }).optional(),
});

async function listInstances(deps: ProductDeps<EcsSdk>, instanceIds: string[]): Promise<Instance[]> {
  const answer = z.object({
    nextToken: z.string().optional(),
    instances: z.object({ instance: z.array(instanceAnswer).optional() }).optional(),
  });
  const found = await byNextToken(async (nextToken) => {
    const page = await deps.call({
      action: 'ecs:DescribeInstances',
      send: ({ client, models }) =>
        client.describeInstances(
          new models.DescribeInstancesRequest({
            regionId: deps.regionId,
            instanceIds: JSON.stringify(instanceIds),
            maxResults: instancesPerCall,
            nextToken,
          }),
        ),
      answer,
    });
    return { items: page.instances?.instance ?? [], nextToken: page.nextToken };
  });
  return found.map((instance) => ({
    instanceId: instance.instanceId,
    status: instance.status,
    vpcId: instance.vpcAttributes?.vpcId ?? '',
    zoneId: instance.zoneId,
    vSwitchId: instance.vpcAttributes?.vSwitchId ?? '',
    isSpot: ![undefined, '', 'NoSpot'].includes(instance.spotStrategy),
  }));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const unique = [...new Set(items)];
  return Array.from({ length: Math.ceil(unique.length / size) }, (_, i) => unique.slice(i * size, (i + 1) * size));
}
