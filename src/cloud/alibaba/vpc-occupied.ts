import { z } from 'zod';
import type { RouteEntry } from '../cloud.ts';
import type { VpcSdk } from './clients.ts';
import { byNextToken, byPageNumber } from './pages.ts';
import type { ProductDeps } from './region.ts';

/** Every IPv4 entry of every route table of the VPC. */
export async function listRouteEntries(deps: ProductDeps<VpcSdk>, vpcId: string): Promise<RouteEntry[]> {
  const tableIds = await listRouteTableIds(deps, vpcId);
  const entries = await Promise.all(tableIds.map((tableId) => listTableEntries(deps, tableId)));
  return entries.flat();
}

async function listRouteTableIds(deps: ProductDeps<VpcSdk>, vpcId: string): Promise<string[]> {
  const table = z.object({ routeTableId: z.string() });
  const answer = z.object({
    totalCount: z.number(),
    routerTableList: z.object({ routerTableListType: z.array(table).optional() }).optional(),
  });
  const tables = await byPageNumber(async (pageNumber) => {
    const page = await deps.call({
      action: 'vpc:DescribeRouteTableList',
      send: ({ client, models }) =>
        client.describeRouteTableList(
          new models.DescribeRouteTableListRequest({ regionId: deps.regionId, vpcId, pageNumber, pageSize: 50 }),
        ),
      answer,
    });
    return { items: page.routerTableList?.routerTableListType ?? [], totalCount: page.totalCount };
  });
  return tables.map(({ routeTableId }) => routeTableId);
}

const entryAnswer = z.object({
  destinationCidrBlock: z.string(),
  type: z.string().optional(),
  nextHops: z.object({ nextHop: z.array(z.object({ nextHopType: z.string().optional() })).optional() }).optional(),
});

/** The page size of this call is `MaxResult`, singular. */
async function listTableEntries(deps: ProductDeps<VpcSdk>, routeTableId: string): Promise<RouteEntry[]> {
  const answer = z.object({
    nextToken: z.string().optional(),
    routeEntrys: z.object({ routeEntry: z.array(entryAnswer).optional() }).optional(),
  });
  const entries = await byNextToken(async (nextToken) => {
    const page = await deps.call({
      action: 'vpc:DescribeRouteEntryList',
      send: ({ client, models }) =>
        client.describeRouteEntryList(
          new models.DescribeRouteEntryListRequest({
            regionId: deps.regionId,
            routeTableId,
            maxResult: 100,
            nextToken,
          }),
        ),
      answer,
    });
    return { items: page.routeEntrys?.routeEntry ?? [], nextToken: page.nextToken };
  });
  return entries.filter(isIpv4).map((entry) => ({
    destinationCidrBlock: entry.destinationCidrBlock,
    type: entry.type ?? '',
    nextHopType: entry.nextHops?.nextHop?.[0]?.nextHopType ?? '',
  }));
}

function isIpv4(entry: { destinationCidrBlock: string }): boolean {
  return !entry.destinationCidrBlock.includes(':');
}

/** The API filters by vSwitch or by nothing, so the whole region is read and filtered here. */
export async function listCidrReservations(deps: ProductDeps<VpcSdk>, vpcId: string): Promise<string[]> {
  const reservation = z.object({ vpcId: z.string().optional(), vSwitchCidrReservationCidr: z.string() });
  const answer = z.object({
    nextToken: z.string().optional(),
    vSwitchCidrReservations: z.array(reservation).optional(),
  });
  const reservations = await byNextToken(async (nextToken) => {
    const page = await deps.call({
      action: 'vpc:ListVSwitchCidrReservations',
      send: ({ client, models }) =>
        client.listVSwitchCidrReservations(
          new models.ListVSwitchCidrReservationsRequest({
            regionId: deps.regionId,
            ipVersion: 'IPv4',
            maxResults: 100,
            nextToken,
          }),
        ),
      answer,
    });
    return { items: page.vSwitchCidrReservations ?? [], nextToken: page.nextToken };
  });
  return reservations
    .filter((found) => found.vpcId === undefined || found.vpcId === vpcId)
    .map((found) => found.vSwitchCidrReservationCidr);
}
