import { z } from 'zod';
import { holderLine } from '../domain/delete-plan.ts';
import type { Operation } from '../domain/operation.ts';
import { operationField } from '../store/operation-record.ts';
import type { UseCaseContext } from './context.ts';
import { resetSteps, type SteerAnswer, steer } from './steer-operation.ts';

const step = 'whitelists';
const notesSchema = z.looseObject({
  asked: z.array(z.object({ instanceId: z.string(), group: z.string(), entry: z.string() })).default([]),
  digest: z.string().optional(),
  confirmed: z.array(z.string()).default([]),
});

/**
 * Lets a deletion go on although groups of others admit the pool's addresses: whoever gets them next can reach those
 * databases. For operators alone, and only for the entries that they were shown (`digest`).
 */
export function confirmForeignEntries(
  ctx: UseCaseContext,
  request: { operationId: string; digest: string },
): Promise<SteerAnswer> {
  const isShown = (operation: Operation) => notesOf(operation).digest === request.digest;
  return steer(ctx, request.operationId, {
    verb: 'go on',
    from: ['waiting'],
    may: ctx.settings.operators,
    isPossible: (operation) => operation.kind === 'delete-pool' && operation.error?.step === step && isShown(operation),
    change: (operation) => ({
      state: 'running',
      set: { ...resetSteps(operation), ...confirmed(operation) },
      unset: [operationField.error, operationField.cancelledBy, operationField.activations],
    }),
    details: (operation) => ({ mayStay: notesOf(operation).asked.map(holderLine) }),
    refusal: (operation) => `is ${operation.state} and does not wait for a word about these entries`,
  });
}

function notesOf(operation: Operation) {
  return notesSchema.parse(operation.steps.find(({ name }) => name === step)?.record.notes ?? {});
}

function confirmed(operation: Operation): Record<string, string> {
  const field = operationField.step(step);
  const record = JSON.parse(resetSteps(operation)[field] ?? '{}');
  const notes = notesOf(operation);
  const all = [...new Set([...notes.confirmed, ...notes.asked.map(holderLine)])];
  return { [field]: JSON.stringify({ ...record, notes: { ...notes, asked: [], digest: undefined, confirmed: all } }) };
}
