import { z } from 'zod';
import { blockOf, overlaps } from '../../domain/cidr.ts';
import type { Pool } from '../../domain/pool.ts';
import { poolChange, poolIndex, poolNameRecordId, poolOf } from '../../store/pool-record.ts';
import type { Commit, RecordChange } from '../../store/store.ts';
import type { OperationEnd } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { endPoolDrift } from './end-pool-drift.ts';
import { reviewBehind } from './review-behind.ts';

const whitelistFacts = z.object({ stays: z.array(z.object({ entry: z.string() })) });

/** What ends with a deletion: the pool is gone, its name and its addresses are free. */
export async function atEndOfDelete(deps: WorkflowDeps, end: OperationEnd): Promise<Partial<Commit>> {
  const { operation, outcome } = end;
  const record = await deps.store.read(operation.poolId);
  const pool = record && poolOf(record);
  if (outcome !== 'done' || !record || pool?.state !== 'deleting' || pool.changedBy !== operation.id) return {};
  const nameId = poolNameRecordId(pool.name);
  const nowMs = deps.clock.now();
  const [name, drift] = await Promise.all([
    deps.store.read(nameId),
    endPoolDrift(deps.store, { poolId: pool.id, nowMs }),
  ]);
  return {
    records: [
      poolChange({ ...pool, state: 'gone', changedBy: undefined }, { states: ['deleting'], rev: record.rev }),
      reservationsAfter(pool, end),
      ...(name?.fields.pool === pool.id ? [{ id: nameId, expect: { rev: name.rev }, remove: true as const }] : []),
      ...drift.records,
    ],
    removeFrom: [{ index: poolIndex, id: pool.id }],
    due: [{ id: pool.id, atMs: null }, ...reviewBehind(pool, nowMs), ...drift.due],
  };
}

/**
 * What a database goes on to admit by an operator's word stays reserved, for ever: another pool that got it would be in
 * that database without anybody's approval.
 */
function reservationsAfter({ id, vpcId, vSwitches }: Pool, { operation }: OperationEnd): RecordChange {
  const facts = operation.steps.find(({ name }) => name === 'whitelists')?.record.facts;
  const blocks = whitelistFacts
    .parse(facts)
    .stays.map(({ entry }) => blockOf(entry.includes('/') ? entry : `${entry}/32`));
  const isAdmitted = (cidr: string) => blocks.some((block) => overlaps(block, blockOf(cidr)));
  const cidrs = vSwitches.map(({ cidrBlock }) => cidrBlock);
  return {
    id: `reservations-${vpcId}`,
    state: 'kept',
    set: Object.fromEntries(cidrs.filter(isAdmitted).map((cidr) => [cidr, id])),
    unset: cidrs.filter((cidr) => !isAdmitted(cidr)),
  };
}
