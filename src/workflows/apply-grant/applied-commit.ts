import type { Grant } from '../../domain/grants/grant.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange, grantChange, openRequestIndex } from '../../store/access-records.ts';
import type { Commit } from '../../store/store.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { type Applying, inForceOf } from './begin-applying.ts';

/** What is committed once every list has read back: the grant is active, the request over. */
export function appliedCommit(deps: WorkflowDeps, applied: Applying & { grant: Grant }): Partial<Commit> {
  const { grant, subject, computed } = applied;
  const { request } = subject;
  const nowMs = deps.clock.now();
  const before = subject.grant?.inForce?.requestId;
  const active: Grant = {
    ...grant,
    state: 'active',
    inForce: { ...inForceOf(subject, computed), appliedAtMs: nowMs },
    beforeRevision: undefined,
    pendingRequestId: undefined,
    lastNoticeAtMs: undefined,
    reviewAsks: 0,
  };
  const text = request.kind === 'extension' ? 'Extended, and read back.' : 'Applied to the whitelist, and read back.';
  return {
    records: [grantChange(active), accessRequestChange({ ...request, outcome: { by: 'worker', text, atMs: nowMs } })],
    audit: [
      {
        what: 'grant.applied',
        subject: grant.id,
        actor: 'system:worker',
        atMs: nowMs,
        details: {
          ...{ pool: grant.poolName, instance: grant.instanceId, request: request.id, group: grant.groupName },
          lists: grant.lastWritten,
          endMs: grant.endMs,
        },
      },
    ],
    due: [
      { id: grant.id, atMs: nowMs },
      { id: request.id, atMs: null },
      behind(grant.id, nowMs),
      behind(request.id, nowMs),
      // The message of the revision before must not go on saying until when it is open.
      ...(before === undefined || before === request.id ? [] : [behind(before, nowMs)]),
    ],
    removeFrom: [{ index: openRequestIndex, id: request.id }],
  };
}
