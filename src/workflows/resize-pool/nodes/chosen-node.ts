import { z } from 'zod';
import type { Operation } from '../../../domain/operation.ts';
import { again } from '../../grant-steps/rounds.ts';

export interface ChosenNode {
  nodeName: string;
  instanceId: string;
  zoneId: string;
  why: string;
  needsRoom: boolean;
}

const schema = z.object({
  outcome: z.literal(again),
  nodeName: z.string(),
  instanceId: z.string(),
  zoneId: z.string(),
  why: z.string(),
  needsRoom: z.boolean(),
});

/** The node that a step has chosen; undefined while it has not, or when none had to go. */
export function chosenNode(operation: Operation, step: string): ChosenNode | undefined {
  const record = operation.steps.find(({ name }) => name === step)?.record;
  const parsed = schema.safeParse(record?.status === 'done' ? record.facts : undefined);
  return parsed.success ? parsed.data : undefined;
}
