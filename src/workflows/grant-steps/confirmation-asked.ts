import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { needsConfirmation, refusalOf } from '../../domain/grants/confirmation.ts';
import { accessRequestChange } from '../../store/access-records.ts';
import type { Commit } from '../../store/store.ts';
import type { StepContext } from '../runner/workflow.ts';

/**
 * The commit that asks the bot, as late as possible, whether those who approved still may. What it has refused already
 * is not asked again.
 */
export function confirmationAsked(
  { operation, clock }: Pick<StepContext, 'operation' | 'clock'>,
  requests: readonly AccessRequest[],
): Required<Pick<Commit, 'records' | 'due'>> {
  const askedAtMs = clock.now();
  const toConfirm = requests.filter((request) => needsConfirmation(request) && !refusalOf(request));
  return {
    records: toConfirm.map((request) => {
      const confirmation = { round: request.round, operationId: operation.id, askedAtMs, given: undefined };
      return accessRequestChange({ ...request, confirmation });
    }),
    due: toConfirm.map(({ id }) => ({ id, atMs: askedAtMs })),
  };
}
