import type { TableBlock } from '@slack/types';
import type { Pool, PoolState } from '../../domain/pool.ts';
import { admitsWholeNodes } from '../../domain/pool-network.ts';
import { codeSpan, escapeText } from './escape.ts';
import { table } from './table.ts';
import { clamp } from './text.ts';

const states: Record<PoolState, string> = {
  creating: ':hourglass_flowing_sand: creating',
  ready: ':white_check_mark: ready',
  changing: ':hourglass_flowing_sand: changing',
  deleting: ':wastebasket: deleting',
  gone: 'gone',
  degraded: ':warning: degraded',
};
const mostVSwitches = 20;

export const poolStateWords = (state: PoolState): string => states[state];

/** `about 40 pods fit, 62 addresses free`. */
export function poolCapacity(pool: Pool): string {
  const free = pool.vSwitches.reduce((sum, one) => sum + (one.freeAddresses ?? one.usableAddresses), 0);
  const whom = admitsWholeNodes(pool) ? ' for nodes' : '';
  return `about ${pool.expectedPods} pods fit, ${free} addresses free${whom}`;
}

/** What its owner says a pool is for; in quotes, since anything may stand there. */
export function descriptionWords(description: string): string {
  return `“${escapeText(clamp(description, 200))}”`;
}

/** A line for each vSwitch: zone, CIDR, id, and what its canary pod got. */
export function vSwitchLines(pool: Pool): string[] {
  const lines = pool.vSwitches.slice(0, mostVSwitches).map((one) => {
    const id = one.vSwitchId ? `, vSwitch ${codeSpan(one.vSwitchId)}` : '';
    const proof = one.canaryIp ? `proven by ${codeSpan(one.canaryIp)}` : 'unproven';
    return `• ${codeSpan(one.zoneId)}: ${codeSpan(one.cidrBlock)}${id}, ${proof}`;
  });
  const more = pool.vSwitches.length - lines.length;
  return more > 0 ? [...lines, `• and ${more} more vSwitches`] : lines;
}

/** The same as a table; the vSwitches are with the steps that made them. */
export function vSwitchTable(pool: Pool): TableBlock {
  const rows = pool.vSwitches
    .slice(0, mostVSwitches)
    .map(({ zoneId, cidrBlock, canaryIp }) => [zoneId, cidrBlock, canaryIp ?? 'unproven']);
  const proven = admitsWholeNodes(pool) ? 'Proven by a pod on node' : 'Proven by a pod at';
  return table([['Zone', 'CIDR', proven], ...rows]);
}
