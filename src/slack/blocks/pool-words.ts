import type { TableBlock } from '@slack/types';
import type { Pool, PoolState } from '../../domain/pool.ts';
import { codeSpan } from './escape.ts';
import { table } from './table.ts';

const states: Record<PoolState, string> = {
  creating: ':hourglass_flowing_sand: creating',
  ready: ':white_check_mark: ready',
  changing: ':hourglass_flowing_sand: changing',
  deleting: ':wastebasket: deleting',
  gone: 'gone',
  degraded: ':warning: degraded',
};
const mostZones = 20;

export const poolStateWords = (state: PoolState): string => states[state];

/** `about 40 pods fit, 62 addresses free`. */
export function poolCapacity(pool: Pool): string {
  const free = pool.zones.reduce((sum, zone) => sum + (zone.freeAddresses ?? zone.usableAddresses), 0);
  return `about ${pool.expectedPods} pods fit, ${free} addresses free`;
}

/** A line for each zone: CIDR, vSwitch, and what its canary pod got. */
export function zoneLines(pool: Pool): string[] {
  const lines = pool.zones.slice(0, mostZones).map((zone) => {
    const vSwitch = zone.vSwitchId ? `, vSwitch ${codeSpan(zone.vSwitchId)}` : '';
    const proof = zone.canaryIp ? `proven by ${codeSpan(zone.canaryIp)}` : 'unproven';
    return `• ${codeSpan(zone.zoneId)}: ${codeSpan(zone.cidrBlock)}${vSwitch}, ${proof}`;
  });
  return pool.zones.length > mostZones ? [...lines, `• and ${pool.zones.length - mostZones} more zones`] : lines;
}

/** The same as a table; the vSwitches are with the steps that made them. */
export function zoneTable(pool: Pool): TableBlock {
  const rows = pool.zones
    .slice(0, mostZones)
    .map(({ zoneId, cidrBlock, canaryIp }) => [zoneId, cidrBlock, canaryIp ?? 'unproven']);
  return table([['Zone', 'CIDR', 'Proven by a pod at'], ...rows]);
}
