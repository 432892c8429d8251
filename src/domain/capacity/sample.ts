import type { CapacitySample, PoolCapacity } from './pool-capacity.ts';

/** What a measurement leaves behind. */
export function sampleOf({ atMs, zones }: Pick<PoolCapacity, 'atMs' | 'zones'>): CapacitySample {
  return { atMs, zones: zones.map(({ zoneId, used, free, room }) => ({ zoneId, used, free, room })) };
}

/** The worst of two samples of the same hour, zone by zone; the instant of the first one. */
function worstOf(first: CapacitySample, second: CapacitySample): CapacitySample {
  const zones = new Map(first.zones.map((zone) => [zone.zoneId, zone]));
  for (const zone of second.zones) {
    const before = zones.get(zone.zoneId) ?? zone;
    zones.set(zone.zoneId, {
      zoneId: zone.zoneId,
      used: Math.max(before.used, zone.used),
      free: Math.min(before.free, zone.free),
      room: Math.min(before.room, zone.room),
    });
  }
  return { atMs: first.atMs, zones: [...zones.values()] };
}

/** The hour that runs after one more sample, and the one that this sample ended. All times in wall-clock milliseconds. */
export function nextHour(
  running: CapacitySample | undefined,
  sample: CapacitySample,
  hourMs: number,
): { running: CapacitySample; ended: CapacitySample | undefined } {
  const bucketOf = ({ atMs }: CapacitySample) => Math.floor(atMs / hourMs);
  if (!running || bucketOf(running) !== bucketOf(sample)) return { running: sample, ended: running };
  return { running: worstOf(running, sample), ended: undefined };
}
