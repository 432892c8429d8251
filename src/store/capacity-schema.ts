import { z } from 'zod';
import type { Forecast } from '../domain/capacity/forecast.ts';
import { levels } from '../domain/capacity/level.ts';
import type { MeasuredZone } from '../domain/capacity/pool-capacity.ts';

export const levelSchema = z.enum(levels);
export const limitSchema = z.enum(['address', 'eni', 'node']);

export const forecastSchema: z.ZodType<Forecast> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('steady') }),
  z.object({ kind: z.literal('empties'), earliestMs: z.number(), latestMs: z.number() }),
]);

const stateSchema = z
  .object({
    level: levelSchema,
    sinceMs: z.number(),
    measuredMs: z.number(),
    pending: z.object({ direction: z.enum(['worse', 'milder']), sinceMs: z.number(), level: levelSchema }).optional(),
  })
  .transform((state) => ({ ...state, pending: state.pending }));

export const measuredZoneSchema: z.ZodType<MeasuredZone> = z.object({
  zoneId: z.string(),
  vSwitches: z.array(
    z.object({
      vSwitchId: z.string(),
      cidrBlock: z.string(),
      usableAddresses: z.number(),
      freeAddresses: z.number(),
    }),
  ),
  total: z.number(),
  usable: z.number(),
  used: z.number(),
  warm: z.number(),
  stranded: z.number(),
  free: z.number(),
  nodes: z.number(),
  waitingPods: z.number(),
  isStarving: z.boolean(),
  room: z.number(),
  morePods: z.number(),
  bitesFirst: limitSchema,
  usage: z.number(),
  forecast: forecastSchema,
  state: stateSchema,
});
