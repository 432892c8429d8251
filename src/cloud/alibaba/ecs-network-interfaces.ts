import { z } from 'zod';
import type { NetworkInterface } from '../cloud.ts';
import { unlessAbsent } from './absent.ts';
import type { EcsSdk } from './clients.ts';
import { byNextToken } from './pages.ts';
import type { ProductDeps } from './region.ts';

const interfaceAnswer = z.object({
  networkInterfaceId: z.string(),
  instanceId: z.string().optional(),
  vSwitchId: z.string(),
  type: z.string(),
  status: z.string(),
  description: z.string().optional(),
  serviceManaged: z.boolean().optional(),
  privateIpAddress: z.string().optional(),
  privateIpSets: z
    .object({ privateIpSet: z.array(z.object({ privateIpAddress: z.string().optional() })).optional() })
    .optional(),
  tags: z
    .object({ tag: z.array(z.object({ tagKey: z.string(), tagValue: z.string().optional() })).optional() })
    .optional(),
});

/** Every network interface of an instance or of a vSwitch. */
export async function listNetworkInterfaces(
  deps: ProductDeps<EcsSdk>,
  query: { instanceId: string } | { vSwitchId: string },
): Promise<NetworkInterface[]> {
  const answer = z.object({
    nextToken: z.string().optional(),
    networkInterfaceSets: z.object({ networkInterfaceSet: z.array(interfaceAnswer).optional() }).optional(),
  });
  const found = await byNextToken(async (nextToken) => {
    const page = await deps.call({
      action: 'ecs:DescribeNetworkInterfaces',
      send: ({ client, models }) =>
        client.describeNetworkInterfaces(
          new models.DescribeNetworkInterfacesRequest({
            regionId: deps.regionId,
            ...query,
            maxResults: 100,
            nextToken,
          }),
        ),
      answer,
    });
    return { items: page.networkInterfaceSets?.networkInterfaceSet ?? [], nextToken: page.nextToken };
  });
  return found.map(toNetworkInterface);
}

/** Not found counts as deleted. */
export async function deleteNetworkInterface(deps: ProductDeps<EcsSdk>, networkInterfaceId: string): Promise<void> {
  const call = deps.call({
    action: 'ecs:DeleteNetworkInterface',
    makesStale: 'ecs:eni:',
    send: ({ client, models }) =>
      client.deleteNetworkInterface(
        new models.DeleteNetworkInterfaceRequest({ regionId: deps.regionId, networkInterfaceId }),
      ),
    answer: z.unknown(),
  });
  await unlessAbsent(['InvalidEniId.NotFound'], call);
}

/** Not found, or not on the instance any more, counts as done. */
export async function detachNetworkInterface(
  deps: ProductDeps<EcsSdk>,
  { instanceId, networkInterfaceId }: { instanceId: string; networkInterfaceId: string },
): Promise<void> {
  const call = deps.call({
    action: 'ecs:DetachNetworkInterface',
    makesStale: 'ecs:eni:',
    send: ({ client, models }) =>
      client.detachNetworkInterface(
        new models.DetachNetworkInterfaceRequest({ regionId: deps.regionId, instanceId, networkInterfaceId }),
      ),
    answer: z.unknown(),
  });
  await unlessAbsent(['InvalidEniId.NotFound', 'InvalidParameter.EniNotBelongEcs'], call);
}

function toNetworkInterface(answer: z.infer<typeof interfaceAnswer>): NetworkInterface {
  const listed = (answer.privateIpSets?.privateIpSet ?? []).map((set) => set.privateIpAddress);
  const addresses = [answer.privateIpAddress, ...listed].flatMap((address) => (address ? [address] : []));
  return {
    networkInterfaceId: answer.networkInterfaceId,
    instanceId: answer.instanceId || undefined,
    vSwitchId: answer.vSwitchId,
    type: answer.type,
    status: answer.status,
    description: answer.description ?? '',
    serviceManaged: answer.serviceManaged ?? false,
    ipAddresses: [...new Set(addresses)],
    tags: (answer.tags?.tag ?? []).map((tag) => ({ key: tag.tagKey, value: tag.tagValue ?? '' })),
  };
}
