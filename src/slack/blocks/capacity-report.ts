import type { KnownBlock } from '@slack/types';
import { tightestZone } from '../../domain/capacity/outlook.ts';
import type { PoolRoom } from '../../use-cases/show-capacity.ts';
import { bar, fitWords, forecastWords, levelIcons, percent, zoneLine } from './capacity-words.ts';
import { codeSpan } from './escape.ts';
import { poolStateWords } from './pool-words.ts';
import { instantWords } from './request-words.ts';
import { context, type Message, message, paragraph, section } from './text.ts';

const mostPools = 40;
const mostZones = 20;

/** All pools, the one that is empty first at the top. */
export function capacityTable(rooms: readonly PoolRoom[]): Message {
  if (rooms.length === 0) {
    return paragraph('There are no pools yet. Create one with `/egress-pool create payments --pods 40`.');
  }
  const lines = rooms.slice(0, mostPools).map(roomLine);
  const more = rooms.length > mostPools ? `and ${rooms.length - mostPools} more; ` : '';
  const end = `${more}one pool with its chart: ${codeSpan('/egress-pool capacity <pool>')}`;
  return message([...lines, end], [...lines.map(section), context(end)]);
}

/** A pool in a line, by the zone that runs out first. */
export function roomLine({ pool, zones, alert, isSnoozed }: PoolRoom): string {
  const zone = tightestZone(zones);
  if (!zone) return `:hourglass_flowing_sand: ${codeSpan(pool.name)} ${notMeasured(pool.state)}`;
  const { level, usage, forecast, zoneId } = zone;
  const where = zones.length > 1 ? ` in ${codeSpan(zoneId)}` : '';
  const silent = alert && isSnoozed ? ', snoozed' : '';
  return `${levelIcons[level]} ${codeSpan(pool.name)} \`${bar(usage)}\` ${percent(usage)}${where}: ${fitWords(zone)}; ${forecastWords(forecast)}${silent}`;
}

/** One pool, zone by zone. `hasChart`: a picture follows. */
export function capacityDetails({ pool, now, zones, alert }: PoolRoom, hasChart: boolean): Message {
  const head = `*Capacity of pool ${codeSpan(pool.name)}* (${poolStateWords(pool.state)}, cluster ${codeSpan(pool.clusterName)})`;
  if (!now) {
    return message([head, notMeasured(pool.state)], [section(`${head}\nIt ${notMeasured(pool.state)}`)]);
  }
  const lines = now.zones.slice(0, mostZones).map((measured) => {
    const outlook = zones.find(({ zoneId }) => zoneId === measured.zoneId);
    return `${outlook ? zoneLine(outlook) : ''}\n${addressWords(measured)}`;
  });
  const unscheduled =
    now.unscheduledPods > 0 ? [`:warning: ${now.unscheduledPods} pods ask for this pool and no node takes them.`] : [];
  const since = alert?.openedAtMs === undefined ? '' : ` An alert is open since ${instantWords(alert.openedAtMs)}.`;
  const end = `Measured at ${instantWords(now.atMs)}.${since}${hasChart ? ' The chart follows in a moment.' : ''}`;
  const blocks: KnownBlock[] = [section(head), ...[...lines, ...unscheduled].map(section), context(end)];
  return message([head, ...lines, ...unscheduled, end], blocks);
}

function addressWords(zone: NonNullable<PoolRoom['now']>['zones'][number]): string {
  const { usable, used, warm, stranded, free, nodes, waitingPods } = zone;
  const lost = stranded > 0 ? `, ${stranded} held where no pod can use them` : '';
  const waiting = waitingPods > 0 ? `; *${waitingPods} pods wait for an address*` : '';
  return `    ${usable} addresses: ${used} with pods, ${warm} kept warm by ${nodes} nodes, ${free} free${lost}${waiting}`;
}

function notMeasured(state: PoolRoom['pool']['state']): string {
  return state === 'creating'
    ? 'is being made; it is measured as soon as it is ready.'
    : 'was not measured yet; the next measurement shows it.';
}
