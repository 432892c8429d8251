import { z } from 'zod';
import type { Tag, Vpc, VpcApi, VSwitch } from '../cloud.ts';
import { unlessAbsent } from './absent.ts';
import type { VpcSdk } from './clients.ts';
import { byPageNumber } from './pages.ts';
import type { ProductDeps } from './region.ts';
import { listCidrReservations, listRouteEntries } from './vpc-occupied.ts';
import { readSnatCoverage } from './vpc-snat.ts';

const absentVSwitch = ['InvalidVSwitchId.NotFound'];
const absentVpc = ['InvalidVpcId.NotFound', 'Forbidden.VpcNotFound'];
const pageSize = 50;
/** Shared reads of VPCs begin so; every vSwitch write drops them. */
const stale = 'vpc:';

/** The VPC part of the port. */
export function createVpcApi(deps: ProductDeps<VpcSdk>): VpcApi {
  return {
    readVpc: (vpcId) => readVpc(deps, vpcId),
    listVSwitches: (vpcId, freshness) =>
      deps.shared.read({ key: `${stale}${vpcId}`, freshness, load: () => listVSwitches(deps, vpcId) }),
    readVSwitch: (vSwitchId) => readVSwitch(deps, vSwitchId),
    createVSwitch: ({ tags, ...request }) =>
      deps.call({
        action: 'vpc:CreateVSwitch',
        makesStale: stale,
        send: ({ client, models }) =>
          client.createVSwitch(
            new models.CreateVSwitchRequest({
              regionId: deps.regionId,
              vpcId: request.vpcId,
              zoneId: request.zoneId,
              cidrBlock: request.cidrBlock,
              vSwitchName: request.name,
              description: request.description,
              clientToken: request.clientToken,
              tag: tags,
            }),
          ),
        answer: z.object({ vSwitchId: z.string().min(1) }),
      }),
    async tagVSwitches({ vSwitchIds, tags }) {
      await deps.call({
        action: 'vpc:TagResources',
        makesStale: stale,
        send: ({ client, models }) =>
          client.tagResources(
            new models.TagResourcesRequest({
              ...{ regionId: deps.regionId, resourceType: 'VSWITCH', resourceId: vSwitchIds, tag: tags },
            }),
          ),
        answer: z.unknown(),
      });
    },
    async deleteVSwitch(vSwitchId) {
      const call = deps.call({
        action: 'vpc:DeleteVSwitch',
        makesStale: stale,
        send: ({ client, models }) =>
          client.deleteVSwitch(new models.DeleteVSwitchRequest({ regionId: deps.regionId, vSwitchId })),
        answer: z.unknown(),
      });
      await unlessAbsent(absentVSwitch, call);
    },
    listRouteEntries: (vpcId) => listRouteEntries(deps, vpcId),
    listCidrReservations: (vpcId) => listCidrReservations(deps, vpcId),
    readSnatCoverage: (vpcId) => readSnatCoverage(deps, vpcId),
  };
}

const vpcAnswer = z.object({
  vpcId: z.string().optional(),
  cidrBlock: z.string().optional(),
  secondaryCidrBlocks: z.object({ secondaryCidrBlock: z.array(z.string()).optional() }).optional(),
  userCidrs: z.object({ userCidr: z.array(z.string()).optional() }).optional(),
});

async function readVpc(deps: ProductDeps<VpcSdk>, vpcId: string): Promise<Vpc | undefined> {
  const call = deps.call({
    action: 'vpc:DescribeVpcAttribute',
    send: ({ client, models }) =>
      client.describeVpcAttribute(new models.DescribeVpcAttributeRequest({ regionId: deps.regionId, vpcId })),
    answer: vpcAnswer,
  });
  const answer = await unlessAbsent(absentVpc, call);
  if (!answer?.vpcId || !answer.cidrBlock) return undefined;
  return {
    vpcId: answer.vpcId,
    cidrBlocks: [answer.cidrBlock, ...(answer.secondaryCidrBlocks?.secondaryCidrBlock ?? [])],
    userCidrs: answer.userCidrs?.userCidr ?? [],
  };
}

const vSwitchAnswer = z.object({
  vSwitchId: z.string(),
  vpcId: z.string(),
  zoneId: z.string(),
  vSwitchName: z.string().optional(),
  cidrBlock: z.string(),
  status: z.string(),
  availableIpAddressCount: z.number().optional(),
  tags: z.object({ tag: z.array(z.object({ key: z.string(), value: z.string().optional() })).optional() }).optional(),
});

async function listVSwitches(deps: ProductDeps<VpcSdk>, vpcId: string): Promise<VSwitch[]> {
  const answer = z.object({
    totalCount: z.number(),
    vSwitches: z.object({ vSwitch: z.array(vSwitchAnswer).optional() }).optional(),
  });
  const found = await byPageNumber(async (pageNumber) => {
    const page = await deps.call({
      action: 'vpc:DescribeVSwitches',
      send: ({ client, models }) =>
        client.describeVSwitches(
          new models.DescribeVSwitchesRequest({ regionId: deps.regionId, vpcId, pageNumber, pageSize }),
        ),
      answer,
    });
    return { items: page.vSwitches?.vSwitch ?? [], totalCount: page.totalCount };
  });
  return found.map(toVSwitch);
}

/** A missing vSwitch is answered by a not-found code or by 200 with an empty id; both were seen. */
async function readVSwitch(deps: ProductDeps<VpcSdk>, vSwitchId: string): Promise<VSwitch | undefined> {
  const call = deps.call({
    action: 'vpc:DescribeVSwitchAttributes',
    send: ({ client, models }) =>
      client.describeVSwitchAttributes(
        new models.DescribeVSwitchAttributesRequest({ regionId: deps.regionId, vSwitchId }),
      ),
    answer: vSwitchAnswer.partial(),
  });
  const answer = await unlessAbsent(absentVSwitch, call);
  if (!answer?.vSwitchId) return undefined;
  return toVSwitch(vSwitchAnswer.parse(answer));
}

function toVSwitch(answer: z.infer<typeof vSwitchAnswer>): VSwitch {
  return {
    vSwitchId: answer.vSwitchId,
    vpcId: answer.vpcId,
    zoneId: answer.zoneId,
    name: answer.vSwitchName ?? '',
    cidrBlock: answer.cidrBlock,
    status: answer.status,
    availableIpAddressCount: answer.availableIpAddressCount ?? 0,
    tags: (answer.tags?.tag ?? []).map((tag): Tag => ({ key: tag.key, value: tag.value ?? '' })),
  };
}
