import { z } from 'zod';
import { type Operation, wasRefused } from '../domain/operation.ts';
import { operationField } from '../store/operation-record.ts';
import type { UseCaseContext } from './context.ts';
import { resetSteps, type SteerAnswer, steer } from './steer-operation.ts';

const step = 'consents';
const notesSchema = z.looseObject({
  refused: z.array(z.object({ grantId: z.string() })).default([]),
  without: z.array(z.string()).default([]),
});

/**
 * Lets a resize go on although some databases refused the new addresses: pods that get one cannot reach those. For the
 * owner of the pool and the operators, like every other steering.
 */
export function goOnWithoutRefused(ctx: UseCaseContext, request: { operationId: string }): Promise<SteerAnswer> {
  return steer(ctx, request.operationId, {
    verb: 'go on',
    from: ['waiting'],
    isPossible: wasRefused,
    change: (operation) => ({
      state: 'running',
      set: { ...resetSteps(operation), ...withoutRefused(operation) },
      unset: [operationField.error, operationField.cancelledBy, operationField.activations],
    }),
    refusal: (operation) => `is ${operation.state} and waits for no word about databases that refused`,
  });
}

function withoutRefused(operation: Operation): Record<string, string> {
  const field = operationField.step(step);
  const record = JSON.parse(resetSteps(operation)[field] ?? '{}');
  const notes = notesSchema.parse(record.notes ?? {});
  const without = [...new Set([...notes.without, ...notes.refused.map(({ grantId }) => grantId)])];
  return { [field]: JSON.stringify({ ...record, notes: { ...notes, refused: [], without } }) };
}
