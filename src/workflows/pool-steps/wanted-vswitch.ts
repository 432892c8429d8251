import type { VSwitch } from '../../cloud/cloud.ts';
import { isOurs, type Marker } from '../../domain/markers.ts';

/** A vSwitch of a pool that is to be there. */
export interface WantedVSwitch {
  marker: Marker;
  clusterName: string;
  regionId: string;
  vpcId: string;
  zoneId: string;
  cidrBlock: string;
  /** CIDRs of vSwitches that the pool has in this zone besides. */
  others: readonly string[];
}

/** Of this pool, in this zone, and none of those that the pool had before. */
export function isCandidate(one: VSwitch, { zoneId, marker, others }: WantedVSwitch): boolean {
  return one.zoneId === zoneId && isOurs(one.tags, marker) && !others.includes(one.cidrBlock);
}
