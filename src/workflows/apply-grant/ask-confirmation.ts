import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { needsConfirmation } from '../../domain/grants/confirmation.ts';
import { accessRequestChange } from '../../store/access-records.ts';
import type { Commit } from '../../store/store.ts';
import { done, type StepContext, type StepOutcome } from '../runner/workflow.ts';

/** The end of a step after which the write comes: asks the bot whether those who approved still may. */
export function doneAndAsk(
  { operation, clock }: StepContext,
  request: AccessRequest,
  facts: Record<string, unknown>,
): StepOutcome {
  const { round } = request;
  if (!needsConfirmation(request)) return done({ ...facts, round });
  const askedAtMs = clock.now();
  const asked = { ...request, confirmation: { round, operationId: operation.id, askedAtMs, given: undefined } };
  const also: Partial<Commit> = {
    records: [accessRequestChange(asked)],
    due: [{ id: request.id, atMs: askedAtMs }],
  };
  return done({ ...facts, round }, { also });
}
