import type { Announcement } from '../domain/operation.ts';
import type { Pool } from '../domain/pool.ts';
import { isOpen } from '../domain/pool-drift/next-findings.ts';
import { isRepairable } from '../domain/pool-drift/pool-finding.ts';
import { behind } from '../notify/notify.ts';
import { poolDriftOf, poolDriftRecordId } from '../store/pool-drift-record.ts';
import { poolChange, poolOf } from '../store/pool-record.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { type Refusal, type RequestAnswer, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

/**
 * Takes a request to put back what others changed about a pool, as far as that needs no judgement; for its owner and the
 * operators. The operation holds the pool until it is done or rolled back. Throws STORE_UNAVAILABLE.
 */
export async function requestPoolRepair(
  ctx: UseCaseContext,
  asked: { operationId: string; poolId: string; announcement: Announcement },
): Promise<RequestAnswer> {
  const { operationId, poolId, announcement } = asked;
  const [record, driftRecord] = await Promise.all([ctx.store.read(poolId), ctx.store.read(poolDriftRecordId(poolId))]);
  if (!record) return refused('pool', `there is no pool ${poolId}`, '/egress-pool list');
  const pool = poolOf(record);
  const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, pool), what: 'repair this pool' });
  if (refusal) return refusal;
  if (pool.changedBy === operationId) return { kind: 'accepted', operationId, poolName: pool.name, repeated: true };
  const kinds = [
    ...new Set(
      poolDriftOf(driftRecord)
        .known.filter(isOpen)
        .map(({ finding }) => finding)
        .filter(isRepairable)
        .map(({ kind }) => kind),
    ),
  ];
  const whyNot = whyNotNow(pool) ?? (kinds.length === 0 ? nothingToRepair(pool) : undefined);
  if (whyNot) return whyNot;
  const told = behind(poolDriftRecordId(poolId), ctx.clock.now());
  const result = await beginOperation(ctx, {
    ...{ id: operationId, kind: 'repair-pool', poolId, poolName: pool.name, announcement },
    input: { clusterId: pool.clusterId, kinds },
    also: {
      records: [poolChange({ ...pool, changedBy: operationId }, { states: ['ready', 'degraded'], rev: record.rev })],
      due: [told],
    },
  });
  if (result.ok || result.id === operationId) {
    return { kind: 'accepted', operationId, poolName: pool.name, repeated: !result.ok };
  }
  const message = `"${pool.name}" was changed at this very moment; click once more`;
  return refused('pool', message, `/egress-pool show ${pool.name}`);
}

function whyNotNow({ name, state, changedBy }: Pool): Refusal | undefined {
  if (state !== 'ready' && state !== 'degraded') {
    return refused('pool', `"${name}" is ${state}; it can be repaired afterwards`, `/egress-pool show ${name}`);
  }
  if (changedBy === undefined) return undefined;
  const message = `another change of "${name}" is not finished; retry it or roll it back first`;
  return refused('pool', message, `/egress-pool status ${changedBy}`);
}

function nothingToRepair({ name }: Pool): Refusal {
  const message = `nothing that can be put back by itself is wrong with "${name}" any more`;
  return refused('pool', message, `/egress-pool show ${name}`);
}
