import { z } from 'zod';
import { isKnownError } from '../../domain/errors.ts';
import type { SnatCoverage } from '../cloud.ts';
import type { VpcSdk } from './clients.ts';
import { byPageNumber } from './pages.ts';
import type { ProductDeps } from './region.ts';

const pageSize = 50;

/** Undefined when the credentials may not look: the caller then says "not checked". */
export async function readSnatCoverage(deps: ProductDeps<VpcSdk>, vpcId: string): Promise<SnatCoverage | undefined> {
  try {
    const gatewayIds = await listNatGatewayIds(deps, vpcId);
    const entries = (await Promise.all(gatewayIds.map((id) => listSnatEntries(deps, id)))).flat();
    return {
      sourceCidrs: entries.flatMap((entry) => (entry.sourceCIDR ? [entry.sourceCIDR] : [])),
      sourceVSwitchIds: entries.flatMap((entry) => (entry.sourceVSwitchId ? [entry.sourceVSwitchId] : [])),
    };
  } catch (error) {
    if (isKnownError(error) && error.code === 'CLOUD_DENIED') return undefined;
    throw error;
  }
}

async function listNatGatewayIds(deps: ProductDeps<VpcSdk>, vpcId: string): Promise<string[]> {
  const answer = z.object({
    totalCount: z.number(),
    natGateways: z.object({ natGateway: z.array(z.object({ natGatewayId: z.string() })).optional() }).optional(),
  });
  const gateways = await byPageNumber(async (pageNumber) => {
    const page = await deps.call({
      action: 'vpc:DescribeNatGateways',
      send: ({ client, models }) =>
        client.describeNatGateways(
          new models.DescribeNatGatewaysRequest({ regionId: deps.regionId, vpcId, pageNumber, pageSize }),
        ),
      answer,
    });
    return { items: page.natGateways?.natGateway ?? [], totalCount: page.totalCount };
  });
  return gateways.map(({ natGatewayId }) => natGatewayId);
}

function listSnatEntries(deps: ProductDeps<VpcSdk>, natGatewayId: string) {
  const entry = z.object({ sourceCIDR: z.string().optional(), sourceVSwitchId: z.string().optional() });
  const answer = z.object({
    totalCount: z.number(),
    snatTableEntries: z.object({ snatTableEntry: z.array(entry).optional() }).optional(),
  });
  return byPageNumber(async (pageNumber) => {
    const page = await deps.call({
      action: 'vpc:DescribeSnatTableEntries',
      send: ({ client, models }) =>
        client.describeSnatTableEntries(
          new models.DescribeSnatTableEntriesRequest({ regionId: deps.regionId, natGatewayId, pageNumber, pageSize }),
        ),
      answer,
    });
    return { items: page.snatTableEntries?.snatTableEntry ?? [], totalCount: page.totalCount };
  });
}
