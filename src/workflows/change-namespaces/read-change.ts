import { z } from 'zod';
import { TerminalError } from '../../domain/errors.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { isLive } from '../../domain/grants/grant-states.ts';
import type { NamespaceChange } from '../../domain/namespace-change.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Pool } from '../../domain/pool.ts';
import { poolOf } from '../../store/pool-record.ts';
import { readLiveGrants } from '../../store/read-live-grants.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

const inputSchema: z.ZodType<NamespaceChange> = z.object({ add: z.array(z.string()), remove: z.array(z.string()) });

/** A change with everything that it is about, as just read. */
export interface ChangeSubject {
  change: NamespaceChange;
  pool: Pool;
  poolRev: number;
  /** Every grant that may still stand in a whitelist. */
  grants: Grant[];
}

export async function readChange(deps: WorkflowDeps, operation: Operation): Promise<ChangeSubject> {
  const change = inputSchema.parse(operation.input);
  const record = await deps.store.read(operation.poolId);
  const pool = record && poolOf(record);
  if (!pool || pool.state === 'deleting' || pool.state === 'gone') {
    throw stopChange(`Pool ${operation.poolName} is ${pool?.state ?? 'gone'}. Nothing was changed.`);
  }
  const live = await readLiveGrants(deps.store);
  const grants = live.filter(({ poolId, state }) => poolId === pool.id && isLive(state));
  return { change, pool, poolRev: record.rev, grants };
}

/** Ends the change with the reason and what to do; the pool stays for the namespaces that it has. */
export function stopChange(publicText: string): TerminalError {
  return new TerminalError({ code: 'CHANGE_REFUSED', publicText });
}
