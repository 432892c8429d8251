import type { Forecast } from './forecast.ts';
import { compareLevels, type Level } from './level.ts';
import type { CapacityLimit } from './zone-capacity.ts';

/** What an outlook is made of: a zone as it is measured or as it stands in an alert. */
export interface ZoneOutlook {
  zoneId: string;
  level: Level;
  /** 0 to 1. */
  usage: number;
  used: number;
  morePods: number;
  bitesFirst: CapacityLimit;
  forecast: Forecast;
}

/** The zone of a pool that runs out first; undefined without zones. */
export function tightestZone<Z extends ZoneOutlook>(zones: readonly Z[]): Z | undefined {
  return zones.toSorted(byUrgency)[0];
}

/** Negative when the left one runs out first: by level, then by the forecast, then by how full it is. */
export function byUrgency(left: ZoneOutlook, right: ZoneOutlook): number {
  return compareLevels(right.level, left.level) || emptyInMs(left) - emptyInMs(right) || right.usage - left.usage;
}

/** Negative when the left one is empty first, whatever its level. */
export function byTimeToEmpty(left: ZoneOutlook, right: ZoneOutlook): number {
  return emptyInMs(left) - emptyInMs(right) || right.usage - left.usage;
}

/** Domain time; for sorting only, so what is not forecast comes after all that is. */
function emptyInMs({ forecast, usage }: ZoneOutlook): number {
  if (usage >= 1) return 0;
  return forecast.kind === 'empties' ? forecast.earliestMs : Number.MAX_SAFE_INTEGER;
}
