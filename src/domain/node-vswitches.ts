import { markerKeys } from './markers.ts';

export interface NodeVSwitch {
  zoneId: string;
  nodeVSwitchId: string;
}

/**
 * Where the nodes of each zone live: the configuration's word, else the vSwitches of the cluster's other node pools,
 * those of the default pool first.
 */
export function chooseNodeVSwitches(found: {
  configured: Record<string, string>;
  nodePools: { isDefault: boolean; vSwitchIds: string[]; labels: { key: string }[] }[];
  vSwitches: { vSwitchId: string; zoneId: string }[];
}): NodeVSwitch[] {
  const configured = Object.entries(found.configured).map(([zoneId, nodeVSwitchId]) => ({ zoneId, nodeVSwitchId }));
  if (configured.length > 0) return configured;
  const others = found.nodePools
    .filter(({ labels }) => !labels.some(({ key }) => key === markerKeys.pool))
    .sort((left, right) => Number(right.isDefault) - Number(left.isDefault));
  const byZone = new Map<string, string>();
  for (const vSwitchId of others.flatMap((pool) => pool.vSwitchIds)) {
    const zoneId = found.vSwitches.find((one) => one.vSwitchId === vSwitchId)?.zoneId;
    if (zoneId && !byZone.has(zoneId)) byZone.set(zoneId, vSwitchId);
  }
  return [...byZone].map(([zoneId, nodeVSwitchId]) => ({ zoneId, nodeVSwitchId }));
}
