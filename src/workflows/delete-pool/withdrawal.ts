import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { operationField } from '../../store/operation-record.ts';
import type { Commit } from '../../store/store.ts';
import { closingCommit, freePair } from '../grant-steps/close-request.ts';
import { readGrant } from '../grant-steps/read-grant-documents.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

const by = { kind: 'system' as const, name: 'delete' };

/**
 * Withdraws a request that is pending, or approved and not yet applied, because its pool goes (DESIGN promise 10). A
 * grant that a worker has begun to write for it in between makes the commit fail; what was to apply it is cancelled.
 */
export async function withdrawal(deps: WorkflowDeps, request: AccessRequest): Promise<Commit> {
  const text = `Pool ${request.poolName} is being deleted.`;
  const closing = closingCommit(deps, request, { state: 'withdrawn', by: 'policy', text });
  const grant = await readGrant(deps, request.grantId);
  const { poolId, instanceId, grantId: id } = request;
  const pair = grant ? undefined : await freePair(deps, { poolId, instanceId, id });
  const applying = request.state === 'approved' ? await runningOperation(deps, request.operationId) : undefined;
  return {
    ...closing,
    records: [
      ...closing.records,
      { id, expect: grant ? { rev: grant.rev } : { absent: true } },
      ...(pair ? [pair] : []),
      ...(applying === undefined
        ? []
        : [
            {
              id: applying,
              expect: { states: ['running'] },
              set: { [operationField.cancelledBy]: JSON.stringify(by), [operationField.wake]: '1' },
            },
          ]),
    ],
    due: [...closing.due, ...(applying === undefined ? [] : [{ id: applying, atMs: deps.clock.now() }])],
  };
}

async function runningOperation(deps: WorkflowDeps, id: string | undefined): Promise<string | undefined> {
  const record = id === undefined ? undefined : await deps.store.read(id);
  return record?.state === 'running' ? record.id : undefined;
}
