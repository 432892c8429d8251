import { TerminalError } from '../../../domain/errors.ts';
import type { NodeVSwitch } from '../../../domain/node-vswitches.ts';

/** Without `--zones` a pool takes at most so many. */
const zonesByDefault = 3;

/** The asked zones, or every zone with node vSwitches. Throws PLAN_INVALID for a zone without one. */
export function chooseZones(asked: string[] | undefined, available: NodeVSwitch[]): NodeVSwitch[] {
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
