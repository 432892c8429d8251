import type { CleanWhitelistInput } from '../domain/grants/operation-inputs.ts';
import { clearingOf, type KnownFinding } from '../store/drift-record.ts';
import type { CommitResult } from '../store/store.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';

/** Begins to take out what a pool has left over in a whitelist. The operation's id is the finding's to say: begun once. */
export async function beginCleaning(
  ctx: Pick<UseCaseContext, 'store' | 'queues' | 'clock'>,
  known: KnownFinding,
): Promise<CommitResult | undefined> {
  const { pool, instanceId, primaryInstanceId, regionId, group, entries } = known.finding;
  const id = clearingOf(known);
  if (!pool || (await ctx.store.read(id))) return undefined;
  const input: CleanWhitelistInput = { instanceId, primaryInstanceId, regionId, group, entries };
  return beginOperation(
    { ...ctx, actor: { kind: 'system', name: 'drift' } },
    { id, kind: 'clean-whitelist', poolId: pool.id, poolName: pool.name, announcement: undefined, input },
  );
}
