import { z } from 'zod';
import { isActive, type Operation } from '../../domain/operation.ts';
import { workloadPatchYaml } from '../../domain/workload-patch.ts';
import type { Store } from '../../store/store.ts';
import { findPool } from '../../use-cases/find-pool.ts';
import { readOperationAndPlan } from '../../use-cases/read-operation.ts';
import { announcement } from '../blocks/announcement.ts';
import { operationMessage } from '../blocks/operation-message.ts';
import { elsewhereNote } from './elsewhere-note.ts';
import { lastedOn } from './lasted-on.ts';
import type { Outlet, Subject } from './outlet.ts';
import { poolDriftNotes } from './pool-drift-subject.ts';

/** An operation: the announcement in the channel of the command, and the message in its thread. */
export async function operationSubject(store: Store, operationId: string): Promise<Subject | undefined> {
  const found = await readOperationAndPlan(store, operationId);
  if (!found) return undefined;
  const { operation } = found;
  const [outlet, drift] = await Promise.all([
    outletOf(store, found),
    poolDriftNotes(store, { operationId: operation.id, poolId: operation.poolId }),
  ]);
  return {
    seen: [{ id: operation.id, rev: operation.rev }, ...drift.seen],
    outlets: outlet ? [outlet, ...drift.outlets] : [],
    tells: isActive(operation.state) ? [] : worksOn(operation),
  };
}

async function outletOf(
  store: Store,
  found: NonNullable<Awaited<ReturnType<typeof readOperationAndPlan>>>,
): Promise<Outlet | undefined> {
  const { operation } = found;
  const { announcement: asked } = operation;
  if (!asked) return undefined;
  const pool = await poolShown(store, operation);
  return {
    id: operation.id,
    channelId: asked.channelId,
    userId: asked.userId,
    createdAtMs: operation.createdAtMs,
    isMoving: isActive(operation.state),
    render: (record, clock) => ({
      root: announcement(operation, elsewhereNote(record, asked)),
      progress: operationMessage({
        ...found,
        pool,
        useYaml: pool ? workloadPatchYaml(pool) : undefined,
        lasted: lastedOn(clock),
      }),
    }),
  };
}

/** Only the last word of what worked on a pool shows the pool itself. */
async function poolShown(store: Store, { state, kind, poolName, poolId }: Operation) {
  const isOfGrant = ['apply-grant', 'end-grant'].includes(kind);
  const isPlan = kind.startsWith('plan-');
  if (state !== 'done' || isPlan || isOfGrant) return undefined;
  const pool = await findPool(store, poolName);
  return 'id' in pool && pool.id === poolId ? pool : undefined;
}

/** The request or grant whose own message says how this operation ended. */
function worksOn({ input }: Operation): string[] {
  const parsed = z.object({ requestId: z.string().optional(), grantId: z.string().optional() }).safeParse(input);
  if (!parsed.success) return [];
  const { requestId, grantId } = parsed.data;
  return [requestId, grantId].filter((id) => id !== undefined);
}
