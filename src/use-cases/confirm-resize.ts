import { z } from 'zod';
import { operationIdFrom } from '../domain/names.ts';
import type { Announcement, Operation } from '../domain/operation.ts';
import { quoted } from '../domain/parse-flags.ts';
import { poolOf } from '../store/pool-record.ts';
import { beginOperation } from './begin-operation.ts';
import type { UseCaseContext } from './context.ts';
import { readOperation } from './read-operation.ts';
import { type RequestAnswer, refused } from './request-answer.ts';
import { refusalUnless, stewardsOf } from './rights.ts';

const factsSchema = z.object({ hash: z.string(), poolRev: z.number() });
const inputSchema = z.looseObject({ expectedPods: z.number() });

/**
 * Begins the resize that a dry run has shown, for those who may resize the pool now. It is that one or none: the pool must
 * be at the revision that was planned with, and the resize stops when its own plan has another hash. However often it is
 * confirmed, it is one operation. Throws STORE_UNAVAILABLE.
 */
export async function confirmResize(
  ctx: UseCaseContext,
  { planId, announcement }: { planId: string; announcement: Announcement },
): Promise<RequestAnswer> {
  const planning = await readOperation(ctx.store, planId);
  const shown = planning && shownBy(planning);
  if (!shown) return refused('plan', `there is no finished plan ${quoted(planId)}`, '/egress-pool status');
  const { poolId, poolName } = planning;
  const operationId = operationIdFrom(`confirmed ${planId}`);
  const [record, before] = await Promise.all([ctx.store.read(poolId), ctx.store.read(operationId)]);
  if (!record) return refused('pool', `"${poolName}" is gone`, '/egress-pool list');
  const refusal = refusalUnless(ctx, { ids: stewardsOf(ctx, poolOf(record)), what: `resize "${poolName}"` });
  if (refusal) return refusal;
  if (before) return { kind: 'accepted', operationId, poolName, repeated: true };
  const { hash, poolRev, input } = shown;
  const result = await beginOperation(ctx, {
    ...{ id: operationId, kind: 'resize-pool', poolId, poolName, announcement },
    input: { ...input, planHash: hash },
    also: { records: [{ id: poolId, expect: { states: ['ready'], rev: poolRev } }] },
  });
  if (result.ok || result.id === operationId) return { kind: 'accepted', operationId, poolName, repeated: !result.ok };
  const again = `/egress-pool resize ${poolName} --pods ${input.expectedPods} --dry-run`;
  return refused('pool', `"${poolName}" has changed since this plan was made; look at a new one`, again);
}

function shownBy({ kind, state, steps, input }: Operation) {
  if (kind !== 'plan-resize' || state !== 'done') return undefined;
  const facts = factsSchema.safeParse(steps.find(({ name }) => name === 'plan')?.record.facts);
  return facts.success ? { ...facts.data, input: inputSchema.parse(input) } : undefined;
}
