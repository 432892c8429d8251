import type { KnownBlock } from '@slack/types';
import type { OutageAlert } from '../../domain/capacity/alert.ts';
import { tightestZone } from '../../domain/capacity/outlook.ts';
import { isMeasured } from '../../domain/capacity/pool-capacity.ts';
import { admitsWholeNodes } from '../../domain/pool-network.ts';
import type { PoolRoom } from '../../use-cases/show-capacity.ts';
import {
  bar,
  capitalized,
  fitWords,
  forecastWords,
  levelIcons,
  percent,
  sourceWords,
  zoneLine,
} from './capacity-words.ts';
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
  const end = `${more}${measuredWords(rooms)}one pool with its chart: ${codeSpan('/egress-pool capacity <pool>')}`;
  return message([...lines, end], [...lines.map(section), context(end)]);
}

/** A pool in a line, by the zone that runs out first. */
export function roomLine(room: PoolRoom): string {
  const { pool, zones, alert, isSnoozed, now, outage } = room;
  const zone = tightestZone(zones);
  if (!zone) return `${outage ? ':warning:' : ':hourglass_flowing_sand:'} ${codeSpan(pool.name)} ${notMeasured(room)}`;
  const { level, usage, forecast, zoneId } = zone;
  const where = zones.length > 1 ? ` in ${codeSpan(zoneId)}` : '';
  const silent = alert && isSnoozed ? ', snoozed' : '';
  const old =
    outage && now
      ? `; :warning: as of ${instantWords(now.atMs)}, because ${sourceWords(outage.source)} cannot be measured`
      : '';
  return `${levelIcons[level]} ${codeSpan(pool.name)} \`${bar(usage)}\` ${percent(usage)}${where}: ${fitWords(zone)}; ${forecastWords(forecast)}${silent}${old}`;
}

/** One pool, zone by zone. `hasChart`: a picture follows. */
export function capacityDetails(room: PoolRoom, hasChart: boolean): Message {
  const { pool, now, zones, alert, outage } = room;
  const head = `*Capacity of pool ${codeSpan(pool.name)}* (${poolStateWords(pool.state)}, cluster ${codeSpan(pool.clusterName)})`;
  if (!now) {
    const lines = [head, `It ${notMeasured(room)}`];
    return message(lines, [section(lines.join('\n'))]);
  }
  const lines = now.zones.slice(0, mostZones).map((measured) => {
    const outlook = zones.find(({ zoneId }) => zoneId === measured.zoneId);
    return `${outlook ? zoneLine(outlook) : ''}\n${addressWords(pool, measured)}`;
  });
  const unscheduled =
    now.unscheduledPods > 0
      ? [`:warning: Pods that ask for this pool and that no node takes: ${now.unscheduledPods}.`]
      : [];
  const since = alert?.openedAtMs === undefined ? '' : ` An alert is open since ${instantWords(alert.openedAtMs)}.`;
  const end = `Measured at ${instantWords(now.atMs)}.${since}${hasChart ? ' The chart follows in a moment.' : ''}`;
  const old = outage ? [`:warning: ${capitalized(outageWords(outage))}. These are the numbers from before.`] : [];
  const parts = [head, ...old, ...lines, ...unscheduled];
  const blocks: KnownBlock[] = [...parts.map(section), context(end)];
  return message([...parts, end], blocks);
}

function addressWords(pool: PoolRoom['pool'], zone: NonNullable<PoolRoom['now']>['zones'][number]): string {
  const { usable, used, warm, stranded, free, nodes, waitingPods } = zone;
  const lost = stranded > 0 ? `, ${stranded} held where no pod can use them` : '';
  const waiting = waitingPods > 0 ? `; *pods that wait for an address: ${waitingPods}*` : '';
  if (admitsWholeNodes(pool)) {
    return `    ${usable} addresses for nodes: ${nodes} with nodes, ${free} free; ${used === 1 ? '1 pod' : `${used} pods`} on them${waiting}`;
  }
  return `    ${usable} addresses: ${used} with pods, ${warm} kept warm by ${nodes === 1 ? 'its node' : `${nodes} nodes`}, ${free} free${lost}${waiting}`;
}

/** As of when the numbers are; those that cannot be had say so in their own line. */
function measuredWords(rooms: readonly PoolRoom[]): string {
  const times = rooms.flatMap(({ now, outage }) => (now && !outage ? [now.atMs] : []));
  return times.length === 0 ? '' : `measured at ${instantWords(Math.min(...times))} or later; `;
}

function notMeasured({ pool, outage }: PoolRoom): string {
  if (pool.state === 'creating') return 'is being made; it is measured as soon as it is ready.';
  if (!isMeasured(pool)) return 'is being deleted; it is not measured any more.';
  return outage
    ? `was never measured: ${outageWords(outage)}.`
    : 'was not measured yet; the next measurement shows it.';
}

function outageWords({ source, code, openedAtMs = 0 }: OutageAlert): string {
  return `${sourceWords(source)} cannot be measured since ${instantWords(openedAtMs)} (${codeSpan(code)})`;
}
