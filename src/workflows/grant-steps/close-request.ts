import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { RequestState } from '../../domain/grants/request-states.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange, openRequestIndex, pairRecordId } from '../../store/access-records.ts';
import type { Commit } from '../../store/store.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

export interface RequestEnd {
  state: Exclude<RequestState, 'pending' | 'approved'>;
  /** A Slack user or a word such as "policy". */
  by: string;
  text: string;
}

/** The commit that closes a request: nobody looks at it any more, and its message tells how it ended. */
export function closingCommit(deps: WorkflowDeps, request: AccessRequest, end: RequestEnd) {
  const nowMs = deps.clock.now();
  const closed: AccessRequest = {
    ...request,
    state: end.state,
    outcome: { by: end.by, text: end.text, atMs: nowMs },
  };
  return {
    records: [accessRequestChange(closed)],
    audit: [
      {
        what: `request.${end.state}`,
        subject: request.id,
        actor: 'system:worker',
        atMs: nowMs,
        details: { pool: request.poolName, instance: request.instanceId || undefined, by: end.by, text: end.text },
      },
    ],
    due: [{ id: request.id, atMs: null }, behind(request.id, nowMs)],
    removeFrom: [{ index: openRequestIndex, id: request.id }],
  } satisfies Partial<Commit>;
}

/** The change that frees a pair for the next request, if it still is this grant's; undefined when it is not. */
export async function freePair(deps: WorkflowDeps, grant: { poolId: string; instanceId: string; id: string }) {
  const id = pairRecordId(grant);
  const record = await deps.store.read(id);
  return record?.fields.grant === grant.id ? { id, expect: { rev: record.rev }, remove: true as const } : undefined;
}
