import { z } from 'zod';
import type { CreatePlan } from '../../domain/create-plan.ts';
import type { Facts, Operation } from '../../domain/operation.ts';
import type { Pool, PoolVSwitch } from '../../domain/pool.ts';
import { poolChange, poolIndex, poolNameRecordId, poolOf } from '../../store/pool-record.ts';
import type { Commit } from '../../store/store.ts';
import { canaryProof } from '../pool-steps/canary-facts.ts';
import type { OperationEnd } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { releaseReservations } from './reservations.ts';

const vSwitchFacts = z.object({ vSwitchId: z.string() });
const nodePoolFacts = z.object({ nodePoolId: z.string() });

/** What ends with a create operation: a ready pool, or a pool that is gone with its name free again. */
export async function atEndOfCreate(deps: WorkflowDeps, end: OperationEnd): Promise<Partial<Commit>> {
  const { operation, outcome } = end;
  const plan = end.plan?.plan;
  const poolRecord = await deps.store.read(operation.poolId);
  const release = plan ? [releaseReservations(plan)] : [];
  if (!poolRecord) return { records: release };
  const pool = poolOf(poolRecord);
  if (outcome === 'rolled-back') {
    return {
      records: [
        ...release,
        poolChange({ ...pool, state: 'gone' }, { states: ['creating'] }),
        { id: poolNameRecordId(pool.name), remove: true },
      ],
      removeFrom: [{ index: poolIndex, id: pool.id }],
    };
  }
  return {
    records: [...release, poolChange(readyPool(pool, plan, operation, deps.clock.now()), { states: ['creating'] })],
  };
}

function readyPool(pool: Pool, plan: CreatePlan | undefined, operation: Operation, nowMs: number): Pool {
  const facts = (step: string) => operation.steps.find(({ name }) => name === step)?.record.facts;
  return {
    ...pool,
    state: 'ready',
    readyAtMs: nowMs,
    namespacesEnforced: pool.namespaces.length > 0 ? facts('namespaces')?.enforced === true : undefined,
    nodePoolId: nodePoolFacts.parse(facts('node-pool')).nodePoolId,
    vSwitches: (plan?.zones ?? []).map((zone) => provenVSwitch(zone, facts)),
  };
}

function provenVSwitch(zone: CreatePlan['zones'][number], facts: (step: string) => Facts | undefined): PoolVSwitch {
  const { zoneId, cidrBlock, usableAddresses } = zone;
  const { canaryIp, freeAddresses } = canaryProof.parse(facts(`canary-${zoneId}`));
  return {
    zoneId,
    cidrBlock,
    usableAddresses,
    vSwitchId: vSwitchFacts.parse(facts(`vswitch-${zoneId}`)).vSwitchId,
    canaryIp,
    freeAddresses,
  };
}
