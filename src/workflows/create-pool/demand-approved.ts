import { z } from 'zod';
import type { CreatePlan, PlannedZone } from '../../domain/create-plan.ts';
import { TerminalError } from '../../domain/errors.ts';
import { newPoolHash } from '../../domain/new-pool.ts';
import type { Operation } from '../../domain/operation.ts';
import { plannedZoneSchema } from '../../store/plan-record.ts';
import { createRequestOf } from './create-request-of.ts';

const inputSchema = z.object({
  approved: z.object({ hash: z.string(), zones: z.array(plannedZoneSchema) }).optional(),
});

/** The zones and blocks of the plan that was approved; undefined where nobody had to approve. */
export function approvedZones({ input }: Pick<Operation, 'input'>): PlannedZone[] | undefined {
  return inputSchema.parse(input).approved?.zones;
}

/** Throws CHANGE_REFUSED when what would be made now is not what people approved. */
export function demandApproved(operation: Pick<Operation, 'input'>, plan: CreatePlan): void {
  const { approved } = inputSchema.parse(operation.input);
  if (!approved || approved.hash === newPoolHash(createRequestOf(operation), plan)) return;
  throw new TerminalError({
    code: 'CHANGE_REFUSED',
    publicText: `What would be made of pool ${plan.poolName} now is not what was approved: its zones, the size of their blocks, its nodes or their types have changed since. Nothing was made. Roll back and ask again.`,
  });
}
