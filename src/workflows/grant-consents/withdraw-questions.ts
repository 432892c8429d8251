import { accessRequestOf } from '../../store/access-records.ts';
import { closingCommit } from '../grant-steps/close-request.ts';
import { readGrant } from '../grant-steps/read-grant-documents.ts';
import { done, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { consentNotesOf } from './consent-notes.ts';

/** Closes the requests that are still open, since what they ask about is being taken back. */
export async function withdrawQuestions(deps: WorkflowDeps, context: StepContext): Promise<StepOutcome> {
  const { asked } = consentNotesOf(context.notes);
  for (const [grantId, { requestId }] of Object.entries(asked)) {
    const record = await deps.store.read(requestId);
    if (!record) continue;
    const request = accessRequestOf(record);
    if (request.outcome || (request.state !== 'pending' && request.state !== 'approved')) continue;
    const grant = await readGrant(deps, grantId);
    if (grant?.state === 'applying' && grant.pendingRequestId === requestId) {
      return waiting(`${request.instanceId} to be written, after which it is taken back`, context.startedAtMs);
    }
    const text = 'The change of the pool that it was about is rolled back.';
    const closing = closingCommit(deps, request, { state: 'withdrawn', by: 'worker', text });
    await context.fence();
    const result = await deps.store.commit({
      ...closing,
      // A grant that a worker has begun to write in between is seen here.
      records: [...closing.records, ...(grant ? [{ id: grantId, expect: { rev: grant.rev } }] : [])],
    });
    if (!result.ok) return waiting(`request ${requestId} to be closed`, context.startedAtMs);
  }
  return done({ withdrawn: Object.values(asked).map(({ requestId }) => requestId) });
}
