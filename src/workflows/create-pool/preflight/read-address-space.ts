import type { Cloud, Cluster, RouteEntry, VSwitch } from '../../../cloud/cloud.ts';
import type { AddressSpace } from '../../../domain/allocate-cidrs.ts';
import { TerminalError } from '../../../domain/errors.ts';
import { isOurs } from '../../../domain/markers.ts';

/** Route entries of these types are the VPC's own; all others were learned from CEN, VPN or peering. */
const ownRouteTypes = new Set(['System', 'Custom']);

export interface VpcFindings {
  vSwitches: VSwitch[];
  space: AddressSpace;
}

/**
 * Reads everything that a new block must keep away from (DESIGN promise 5). What carries this pool's own marker, and
 * its own reservations, are left out: a plan that is computed again may keep them.
 */
export async function readAddressSpace(
  cloud: Cloud,
  look: { cluster: Cluster; poolCidrs: string[]; reserved: string[]; marker: { installation: string; poolId: string } },
): Promise<VpcFindings> {
  const { vpcId } = look.cluster;
  const [vpc, vSwitches, routes, reservations, clusters] = await Promise.all([
    cloud.vpc.readVpc(vpcId),
    cloud.vpc.listVSwitches(vpcId, 'fresh'),
    cloud.vpc.listRouteEntries(vpcId),
    cloud.vpc.listCidrReservations(vpcId),
    cloud.ack.listClusters(),
  ]);
  if (!vpc)
    throw new TerminalError({ code: 'CLOUD_NOT_FOUND', publicText: `VPC ${vpcId} of the cluster was not found.` });
  const own = vSwitches.filter(({ tags }) => isOurs(tags, look.marker)).map(({ cidrBlock }) => cidrBlock);
  const neighbours = [look.cluster, ...clusters.filter((other) => other.vpcId === vpcId)];
  return {
    vSwitches,
    space: {
      vpcCidrs: vpc.cidrBlocks,
      poolCidrs: look.poolCidrs,
      taken: [
        ...vSwitches.map(({ cidrBlock }) => cidrBlock).filter((cidr) => !own.includes(cidr)),
        ...reservations,
        ...vpc.userCidrs,
        ...neighbours.flatMap(({ serviceCidr, containerCidr }) => [serviceCidr, containerCidr].filter(isCidr)),
        ...look.reserved,
      ],
      routes: routes
        .filter(({ destinationCidrBlock }) => !own.includes(destinationCidrBlock))
        .flatMap(routeDestination),
    },
  };
}

function routeDestination(entry: RouteEntry): { cidr: string; learned: boolean }[] {
  if (!isCidr(entry.destinationCidrBlock)) return [];
  return [{ cidr: entry.destinationCidrBlock, learned: !ownRouteTypes.has(entry.type) }];
}

/** IPv6 destinations and empty values are none of our business here. */
function isCidr(text: string | undefined): text is string {
  return text !== undefined && /^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text);
}
