import type { CapacitySample } from '../domain/capacity/pool-capacity.ts';

/**
 * A sample as a line of a curve: the instant, then used, free and room of each zone, all in base 36. Zones stand by the
 * letter at the end of their id, since a pool lies in one region; about thirty bytes with two zones.
 */
export function sampleText({ atMs, zones }: CapacitySample): string {
  const parts = zones.map(({ zoneId, used, free, room }) =>
    [zoneId.slice(-1) + used.toString(36), free.toString(36), room.toString(36)].join(','),
  );
  return [atMs.toString(36), ...parts].join(' ');
}

/** Reads a line again; zones that the pool does not have any more are left out. */
export function sampleOfText(text: string, zoneIds: readonly string[]): CapacitySample {
  const [at = '', ...parts] = text.split(' ');
  const zones = parts.flatMap((part) => {
    const zoneId = zoneIds.find((id) => id.slice(-1) === part[0]);
    if (zoneId === undefined) return [];
    const [used = 0, free = 0, room = 0] = part
      .slice(1)
      .split(',')
      .map((digits) => Number.parseInt(digits, 36));
    return [{ zoneId, used, free, room }];
  });
  return { atMs: Number.parseInt(at, 36), zones };
}
