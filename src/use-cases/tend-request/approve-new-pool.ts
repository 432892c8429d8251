import { canonicalJson } from '../../domain/canonical-json.ts';
import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { operationIdFrom } from '../../domain/names.ts';
import { openRequestIndex } from '../../store/access-records.ts';
import { poolChange, poolIndex, poolNameRecordId, reviewDue } from '../../store/pool-record.ts';
import { beginOperation } from '../begin-operation.ts';
import { poolDocument } from '../pool-document.ts';
import type { Answered } from './approve.ts';
import { approvedCommit } from './approved-commit.ts';
import { supersede } from './deny.ts';
import type { TenderDeps, Turn } from './turn.ts';

/**
 * Approves a request for a pool: the pool, its creation and the end of the request are one commit, made right after
 * everybody who decided was read again. The creation makes what was approved or nothing.
 */
export async function approveNewPool(
  deps: TenderDeps,
  request: AccessRequest,
  { approval, entries, notes, judged }: Answered & { approval: NonNullable<AccessRequest['approved']> },
): Promise<Turn> {
  const { newPool, poolId, poolName, announcement, requestedBy } = request;
  const impossible = (text: string) => supersede(deps, request, { text, entries, notes, judged });
  if (!newPool?.planned) return impossible('There is no plan that could be approved.');
  if (canonicalJson(deps.settings.policy.create.require) !== canonicalJson(request.rule?.require)) {
    return impossible('The configuration asks for other approvals by now. Ask again.');
  }
  const name = await deps.store.read(poolNameRecordId(poolName));
  if (name?.fields.pool !== poolId) return impossible('Another pool has its name by now.');
  const { asked, planned } = newPool;
  const operationId = operationIdFrom(`${request.id}.${request.round}.apply`);
  const atMs = deps.clock.now();
  const decided: AccessRequest = { ...request, outcome: { by: 'policy', text: 'The pool is being made.', atMs } };
  const approved = approvedCommit(deps, decided, { approval, entries, judged, operationId });
  const pool = poolDocument(deps, { poolId, operationId, requestedBy, request: asked });
  return {
    kind: 'change',
    send: () =>
      beginOperation(
        { ...deps, actor: requestedBy },
        {
          ...{ id: operationId, kind: 'create-pool', poolId, poolName, announcement },
          input: { ...asked, requestId: request.id, approved: { hash: planned.hash, zones: planned.plan.zones } },
          also: {
            ...approved,
            records: [
              ...approved.records,
              { id: name.id, expect: { rev: name.rev } },
              poolChange(pool, { absent: true }),
            ],
            due: [...approved.due, ...reviewDue(pool)],
            addTo: [{ index: poolIndex, id: poolId, atMs }],
            removeFrom: [{ index: openRequestIndex, id: request.id }],
          },
        },
      ),
    notes,
  };
}
