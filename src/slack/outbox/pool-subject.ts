import { poolOf } from '../../store/pool-record.ts';
import type { Store } from '../../store/store.ts';
import { stewardIds } from '../../use-cases/rights.ts';
import { poolReview } from '../blocks/pool-review.ts';
import { operationSubject } from './operation-subject.ts';
import type { Outlet, Subject } from './outlet.ts';

/** Whether a pool is still needed: asked in the thread in which it was made, or else of who asked for it. */
export async function poolSubject({ store }: { store: Store }, poolId: string): Promise<Subject | undefined> {
  const record = await store.read(poolId);
  const pool = record && poolOf(record);
  if (!record || !pool?.review) return undefined;
  const { askedAtMs, operationId, answerByMs } = pool.review;
  const made = await operationSubject(store, operationId);
  const [under] = made?.outlets ?? [];
  const owners = stewardIds(pool);
  const requester = pool.requestedBy.kind === 'slack-user' ? pool.requestedBy.userId : undefined;
  const review: Outlet = {
    id: `review-${askedAtMs}-${pool.id}`,
    channelId: '',
    userId: requester,
    createdAtMs: askedAtMs,
    isMoving: false,
    ...(under ? { under: under.id } : {}),
    render: () => ({ root: poolReview(pool, { owners, answerByMs }) }),
  };
  const isReachable = under !== undefined || requester !== undefined;
  return {
    seen: [...(made?.seen ?? []), { id: pool.id, rev: record.rev }],
    outlets: isReachable ? [...(under ? [under] : []), review] : [],
    tells: [],
  };
}
