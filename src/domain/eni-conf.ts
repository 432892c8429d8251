import { z } from 'zod';

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

const eniConfSchema = z.looseObject({ vswitches: z.record(z.string(), z.array(z.string())) });

/** Every vSwitch that a ConfigMap of Terway names; none when Terway could not read it. */
export function vSwitchIdsIn(data: Readonly<Record<string, string>>): string[] {
  try {
    return Object.values(readEniConf(data).vswitches).flat();
  } catch {
    return [];
  }
}

/** What a node-level ConfigMap says, whoever wrote it. Throws SyntaxError or ZodError when Terway could not use it. */
export function readEniConf(data: Readonly<Record<string, string>>): z.infer<typeof eniConfSchema> {
  return eniConfSchema.parse(JSON.parse(data.eni_conf ?? ''));
}

/** What Terway is told by a ConfigMap: the vSwitches, and everything else that stands beside them. */
export interface ToldTerway {
  vswitches: Record<string, string[]>;
  rest: Record<string, unknown>;
}

/** Undefined for what Terway could not use. */
export function toldTerway(data: Readonly<Record<string, string>>): ToldTerway | undefined {
  try {
    const { vswitches, ...rest } = readEniConf(data);
    return { vswitches, rest };
  } catch {
    return undefined;
  }
}

/** Whether a ConfigMap of Terway names these vSwitches in their zones and no others, whoever wrote it. */
export function namesExactly(
  data: Readonly<Record<string, string>>,
  vSwitches: readonly { zoneId: string; vSwitchId: string }[],
): boolean {
  const told = Object.entries(toldTerway(data)?.vswitches ?? {});
  const named = told.flatMap(([zoneId, ids]) => ids.map((id) => `${zoneId} ${id}`));
  const isNamed = (one: { zoneId: string; vSwitchId: string }) => named.includes(`${one.zoneId} ${one.vSwitchId}`);
  return named.length > 0 && named.length === vSwitches.length && vSwitches.every(isNamed);
}
