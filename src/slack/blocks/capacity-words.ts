import type { OutageAlert } from '../../domain/capacity/alert.ts';
import type { CapacityCurve } from '../../domain/capacity/capacity-curve.ts';
import type { Forecast } from '../../domain/capacity/forecast.ts';
import type { Level } from '../../domain/capacity/level.ts';
import type { ZoneOutlook } from '../../domain/capacity/outlook.ts';
import type { CapacityLimit } from '../../domain/capacity/zone-capacity.ts';
import { codeSpan } from './escape.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const barLength = 10;

export const levelIcons: Record<Level, string> = {
  ok: ':white_check_mark:',
  warn: ':warning:',
  critical: ':red_circle:',
  exhausted: ':rotating_light:',
};

export const levelWords: Record<Level, string> = {
  ok: 'has room',
  warn: 'is getting full',
  critical: 'is nearly full',
  exhausted: 'is full: new pods do not start',
};

/** What a person would have to make more of. */
export const limitWords: Record<CapacityLimit, string> = {
  address: 'free addresses in its vSwitches',
  eni: 'network interfaces of its nodes',
  node: 'nodes that take pods',
};

/** ``cluster `prod` ``. */
export function sourceWords(source: OutageAlert['source']): string {
  return source.kind === 'cluster' ? `cluster ${codeSpan(source.clusterName)}` : `region ${codeSpan(source.regionId)}`;
}

export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `about 6 more pods fit`; the surge of a rolling update is set aside. */
export function fitWords({ morePods, level }: Pick<ZoneOutlook, 'morePods' | 'level'>): string {
  if (morePods <= 0) return level === 'exhausted' ? 'no more pods fit' : 'no more pods fit beside a rolling update';
  return morePods === 1 ? 'about 1 more pod fits' : `about ${morePods} more pods fit`;
}

/** `empty in 5 to 9 h`; what is not known is said. */
export function forecastWords(forecast: Forecast): string {
  switch (forecast.kind) {
    case 'unknown':
      return 'no clear trend yet';
    case 'steady':
      return 'not empty as far as the forecast goes';
    case 'empties':
      return forecast.latestMs < 5 * minuteMs ? 'empty any moment' : `empty in ${rangeWords(forecast)}`;
  }
}

/** `5 to 9 h`, in the unit of the longer one. */
function rangeWords({ earliestMs, latestMs }: { earliestMs: number; latestMs: number }): string {
  const units: [number, string][] = [
    [dayMs, 'd'],
    [hourMs, 'h'],
    [minuteMs, 'min'],
  ];
  const [unitMs, unit] = units.find(([size]) => latestMs >= 3 * size) ?? [minuteMs, 'min'];
  const [from, to] = [Math.floor(earliestMs / unitMs), Math.ceil(latestMs / unitMs)];
  return from === to || from === 0 ? `at most ${to} ${unit}` : `${from} to ${to} ${unit}`;
}

/** `████████░░`. */
export function bar(usage: number): string {
  const full = Math.min(barLength, Math.max(0, Math.round(usage * barLength)));
  return '█'.repeat(full) + '░'.repeat(barLength - full);
}

export function percent(usage: number): string {
  return `${Math.round(usage * 100)} %`;
}

/** A zone in a line. */
export function zoneLine(zone: ZoneOutlook): string {
  const { zoneId, level, usage, used, forecast, bitesFirst } = zone;
  const pods = used === 1 ? '1 pod' : `${used} pods`;
  return `${levelIcons[level]} ${codeSpan(zoneId)} \`${bar(usage)}\` ${percent(usage)}: ${pods}, ${fitWords(zone)}; ${forecastWords(forecast)}; first to run out: ${limitWords[bitesFirst]}`;
}

/** The numbers of a chart for those who do not see it. */
export function chartWords(poolName: string, { spanMs, zones }: CapacityCurve): string {
  const lines = zones.slice(0, 10).map(({ zoneId, points, warnAt, criticalAt }) => {
    const [first, last] = [points[0], points.at(-1)];
    return `${zoneId}: ${last?.used ?? 0} pods now, ${first?.used ?? 0} at the beginning, ${last?.fits ?? 0} fit; warn at ${Math.round(warnAt)}, critical at ${Math.round(criticalAt)}`;
  });
  return `Pods with an address in pool ${poolName} over the last ${Math.round(spanMs / hourMs)} h. ${lines.join('. ')}.`;
}
