import type { Machine, VSwitchView } from '../../machines/machines.ts';
import type { TerwayConfig } from './read-config.ts';
import type { VSwitchCounts } from './vswitch-counts.ts';

export type VSwitchChoice = { kind: 'chosen'; vSwitchId: string } | { kind: 'none'; message: string };

/** No entry for the zone (or an empty list) is no error: the node's own vSwitch serves, outside of any pool. */
export function candidatesFor(config: TerwayConfig, machine: Machine): string[] {
  const ids = config.vswitches[machine.zoneId] ?? [];
  return ids.length > 0 ? ids : [machine.primaryVSwitchId];
}

/** As `GetOne`: only vSwitches of the zone with free addresses; `ordered` means the most free ones first. */
export function chooseVSwitch(o: { config: TerwayConfig; machine: Machine; counts: VSwitchCounts }): VSwitchChoice {
  const ids = candidatesFor(o.config, o.machine);
  const views: VSwitchView[] = [];
  for (const id of ids) {
    const view = o.counts.get(id);
    if (view === undefined) {
      return { kind: 'none', message: `get vsw failed: ErrorCode: InvalidVSwitchId.NotFound, vsw ${id} not found` };
    }
    if (view.zoneId === o.machine.zoneId && view.availableIpAddressCount > 0) views.push(view);
  }
  if (o.config.isOrdered) views.sort((a, b) => b.availableIpAddressCount - a.availableIpAddressCount);
  else views.sort(() => Math.random() - 0.5);
  const best = views[0];
  if (best !== undefined) return { kind: 'chosen', vSwitchId: best.vSwitchId };
  return { kind: 'none', message: `no available vSwitch for zone ${o.machine.zoneId}, vswList [${ids.join(' ')}]` };
}
