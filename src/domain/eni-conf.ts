/**
 * What a pool's node-level Terway configuration says under `eni_conf` (terway.md 1.2): for each zone the list of all its
 * vSwitches, and `max_pool_size` where the pool sets it.
 */
export function eniConf(pool: {
  vSwitches: readonly { zoneId: string; vSwitchId: string }[];
  maxPoolSize: number | undefined;
}): string {
  const vswitches: Record<string, string[]> = {};
  for (const { zoneId, vSwitchId } of pool.vSwitches) {
    vswitches[zoneId] = [...(vswitches[zoneId] ?? []), vSwitchId];
  }
  return JSON.stringify({
    vswitches,
    ...(pool.maxPoolSize === undefined ? {} : { max_pool_size: pool.maxPoolSize }),
  });
}
