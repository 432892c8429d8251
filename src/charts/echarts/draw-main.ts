import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { CapacityCurve } from '../../domain/capacity/capacity-curve.ts';
import { drawCapacity } from './draw-capacity.ts';

const curveSchema: z.ZodType<CapacityCurve> = z.object({
  spanMs: z.number(),
  zones: z.array(
    z.object({
      zoneId: z.string(),
      points: z.array(z.object({ tMs: z.number(), used: z.number(), fits: z.number() })),
      warnAt: z.number(),
      criticalAt: z.number(),
    }),
  ),
});

/** The process of one drawing: a curve comes in as JSON, a PNG goes out. */
process.stdout.write(await drawCapacity(curveSchema.parse(await json(process.stdin))));
