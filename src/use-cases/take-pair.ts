import { actorId } from '../domain/actor.ts';
import type { AccessRequest } from '../domain/grants/access-request.ts';
import { pairRecordId } from '../store/access-records.ts';
import type { Commit, RecordChange } from '../store/store.ts';
import { cancelApply } from './cancel-apply.ts';
import { closingCommit } from './close-request.ts';
import type { UseCaseContext } from './context.ts';
import { isOpen, readGrant, readRequest } from './read-access.ts';

export interface PairTaken {
  records: RecordChange[];
  /** What goes with it where another request has to give the pair up. */
  also: Partial<Commit>;
  /** That request. */
  superseded: AccessRequest | undefined;
}

interface Taker {
  requestId: string;
  grantId: string;
  poolId: string;
  instanceId: string;
  isBreakGlass: boolean;
}

/**
 * The changes by which a request takes its pair of pool and instance, which only one may hold. A break-glass takes it
 * from a normal request that is not being applied yet, in the same commit: at no moment can both of them be applied.
 */
export async function takePair(ctx: UseCaseContext, taker: Taker): Promise<PairTaken> {
  const id = pairRecordId(taker);
  const pair = taker.isBreakGlass ? await ctx.store.read(id) : undefined;
  const holder = pair && (await holderOf(ctx, pair.fields.grant ?? ''));
  const closing = holder && (await supersede(ctx, holder, taker));
  const set = { grant: taker.grantId };
  if (!pair || !closing) {
    return { records: [{ id, expect: { absent: true }, state: 'taken', set }], also: {}, superseded: undefined };
  }
  const { records, ...also } = closing;
  const others = records.filter((change) => change.id !== id);
  return { records: [...others, { id, expect: { rev: pair.rev }, set }], also, superseded: holder };
}

/** The normal request that holds the pair, while there is no grant of it. */
async function holderOf({ store }: UseCaseContext, grantId: string): Promise<AccessRequest | undefined> {
  const [request, grant] = await Promise.all([
    readRequest(store, grantId.replace(/^grant-/, 'req-')),
    readGrant(store, grantId),
  ]);
  return request && !grant && isOpen(request) && request.kind === 'first-grant' ? request : undefined;
}

async function supersede({ store, clock, actor }: UseCaseContext, holder: AccessRequest, { requestId }: Taker) {
  const atMs = clock.now();
  const closing = await closingCommit(store, holder, {
    ...{ state: 'superseded', by: actor.kind === 'slack-user' ? actor.userId : actor.name, actor: actorId(actor) },
    ...{ text: `Somebody broke the glass for it: ${requestId}.`, atMs },
  });
  if (!closing) return undefined;
  const cancelling = await cancelApply(store, holder, { by: actor, atMs });
  return {
    records: [...closing.records, ...cancelling.records],
    audit: [...closing.audit, ...cancelling.audit],
    due: [...closing.due, ...cancelling.due],
    removeFrom: closing.removeFrom,
  };
}
