import type { NodePool, VSwitch } from '../../../cloud/cloud.ts';
import { TerminalError } from '../../../domain/errors.ts';
import { markerKeys } from '../../../domain/markers.ts';
import type { ClusterSettings } from '../../workflow-deps.ts';

/** Without `--zones` a pool takes at most so many. */
const zonesByDefault = 3;

export interface ChosenZone {
  zoneId: string;
  nodeVSwitchId: string;
}

/** Where nodes of each zone live: the configuration's word, else the vSwitches of the cluster's other node pools. */
export function nodeVSwitchesByZone(
  settings: Pick<ClusterSettings, 'nodeVSwitches'>,
  nodePools: NodePool[],
  vSwitches: VSwitch[],
): ChosenZone[] {
  const configured = Object.entries(settings.nodeVSwitches).map(([zoneId, nodeVSwitchId]) => ({
    zoneId,
    nodeVSwitchId,
  }));
  if (configured.length > 0) return configured;
  const foreign = nodePools
    .filter(({ labels }) => !labels.some(({ key }) => key === markerKeys.pool))
    .sort((left, right) => Number(right.isDefault) - Number(left.isDefault));
  const byZone = new Map<string, string>();
  for (const vSwitchId of foreign.flatMap((pool) => pool.vSwitchIds)) {
    const zoneId = vSwitches.find((one) => one.vSwitchId === vSwitchId)?.zoneId;
    if (zoneId && !byZone.has(zoneId)) byZone.set(zoneId, vSwitchId);
  }
  return [...byZone].map(([zoneId, nodeVSwitchId]) => ({ zoneId, nodeVSwitchId }));
}

/** The asked zones, or every zone with node vSwitches. Throws PLAN_INVALID for a zone without one. */
export function chooseZones(asked: string[] | undefined, available: ChosenZone[]): ChosenZone[] {
  if (available.length === 0) {
    throw new TerminalError({
      code: 'PLAN_INVALID',
      publicText:
        'No zone of the cluster has a node vSwitch. Name them in clusters[].nodeVSwitches of the configuration, then retry.',
    });
  }
  if (!asked) return available.slice(0, zonesByDefault);
  return asked.map((zoneId) => {
    const zone = available.find((one) => one.zoneId === zoneId);
    if (zone) return zone;
    throw new TerminalError({
      code: 'PLAN_INVALID',
      publicText: `Zone ${zoneId} has no node vSwitch in this cluster; there are ${available.map((one) => one.zoneId).join(', ')}. Ask again with --zones.`,
    });
  });
}
