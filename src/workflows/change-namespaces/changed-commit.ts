import { actorId } from '../../domain/actor.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Pool } from '../../domain/pool.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange, grantChange, openRequestIndex } from '../../store/access-records.ts';
import { poolChange } from '../../store/pool-record.ts';
import type { Commit } from '../../store/store.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import type { ApprovedGrant } from './check-approvals.ts';
import type { ChangeSubject } from './read-change.ts';

export interface Changed {
  subject: ChangeSubject;
  /** The pool's namespaces from now on. */
  wanted: string[];
  enforced: boolean;
  approved: ApprovedGrant[];
  operation: Operation;
}

/** The pool is ready with its new namespaces, and every grant in force says so, or nothing of it. */
export function changedCommit(deps: WorkflowDeps, changed: Changed): Partial<Commit> {
  const { subject, wanted, enforced, approved, operation } = changed;
  const { pool, poolRev, change, grants } = subject;
  const nowMs = deps.clock.now();
  const after = grants.flatMap((grant) => grantAfter(changed, grant));
  const ready: Pool = {
    ...pool,
    state: 'ready',
    namespaces: wanted,
    namespacesEnforced: enforced,
    changedBy: undefined,
  };
  const requests = approved.map(({ request }) => request);
  const text = `The pool is for ${wanted.join(', ')} now.`;
  return {
    records: [
      poolChange(ready, { states: ['changing'], rev: poolRev }),
      ...after.map((grant) => grantChange(grant)),
      ...requests.map((request) =>
        accessRequestChange(
          { ...request, outcome: { by: 'worker', text, atMs: nowMs } },
          { states: ['approved'], rev: request.rev },
        ),
      ),
    ],
    audit: [
      {
        what: 'pool.namespaces-changed',
        subject: pool.id,
        actor: actorId(operation.requestedBy),
        atMs: nowMs,
        details: { pool: pool.name, ...change, namespaces: wanted, enforced, approvedBy: requests.map(({ id }) => id) },
      },
      ...after.map((grant) => ({
        what: 'grant.namespaces-changed' as const,
        subject: grant.id,
        actor: 'system:worker',
        atMs: nowMs,
        details: { pool: pool.name, instance: grant.instanceId, namespaces: grant.inForce?.namespaces },
      })),
    ],
    due: [...after, ...requests]
      .flatMap(({ id }) => [behind(id, nowMs)])
      .concat(requests.map(({ id }) => ({ id, atMs: nowMs }))),
    removeFrom: requests.map(({ id }) => ({ index: openRequestIndex, id })),
  };
}

/** What was approved is what is in force; else a grant only loses what was taken out. Empty when nothing changes. */
function grantAfter({ wanted, approved }: Changed, grant: Grant): Grant[] {
  const { inForce } = grant;
  if (!inForce) return [];
  const request = approved.find((one) => one.grant.id === grant.id)?.request;
  if (request?.approved && request.plan) {
    const { id: requestId, plan, approved: approval } = request;
    const now = { requestId, planHash: plan.hash, namespaces: wanted, approvers: approval.counted };
    return [{ ...grant, pendingRequestId: undefined, inForce: { ...inForce, ...now } }];
  }
  const namespaces = inForce.namespaces.filter((one) => wanted.includes(one));
  return namespaces.length < inForce.namespaces.length ? [{ ...grant, inForce: { ...inForce, namespaces } }] : [];
}
