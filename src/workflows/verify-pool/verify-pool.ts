import { z } from 'zod';
import { NeedsHumanError, TerminalError } from '../../domain/errors.ts';
import { isOurs } from '../../domain/markers.ts';
import { type Pool, zonesOf } from '../../domain/pool.ts';
import { isOpen } from '../../domain/pool-drift/next-findings.ts';
import { isBroken } from '../../domain/pool-drift/pool-finding.ts';
import { admitsWholeNodes } from '../../domain/pool-network.ts';
import { poolDriftOf, poolDriftRecordId } from '../../store/pool-drift-record.ts';
import { poolChange, poolOf } from '../../store/pool-record.ts';
import type { Commit } from '../../store/store.ts';
import { canaryStep } from '../pool-steps/canary.ts';
import { canaryProof } from '../pool-steps/canary-facts.ts';
import { checkNodesStep } from '../pool-steps/check-nodes.ts';
import { cloudOf, type PoolTarget } from '../pool-steps/pool-target.ts';
import { terwayDaemonSet } from '../pool-steps/terway-config-map.ts';
import { done, type OperationEnd, type Step, type StepContext, type Workflow } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { connectionSteps, findGrantStep } from './live-grant.ts';
import { poolTargetSchema } from './pool-target-facts.ts';

const inputSchema = z.object({ instanceId: z.string().optional() });

/**
 * Proves a pool again: vSwitches, nodes, network interfaces, a canary in each zone and, where a database is asked about
 * that lets the pool in, a connection from each zone. Changes nothing that lasts.
 */
export function verifyPoolWorkflow(deps: WorkflowDeps): Workflow {
  return {
    verb: 'verify',
    steps: (operation) => {
      const { instanceId } = inputSchema.parse(operation.input);
      const facts = operation.steps.find(({ name }) => name === 'pool')?.record.facts;
      const zones = facts ? zonesOf(poolTargetSchema.parse(facts.target)) : [];
      return [
        readPoolStep(deps),
        ...(facts && instanceId ? [findGrantStep(deps, instanceId)] : []),
        ...(facts
          ? [
              checkNodesStep(deps, { needs: ['pool'], target: targetOf }),
              ...zones.map((zoneId) => canaryStep(deps, { zoneId, needs: ['nodes'], target: targetOf })),
              ...connectionSteps(deps, operation, zones),
            ]
          : []),
      ];
    },
    atEnd: (end) => atEndOfVerify(deps, end),
  };
}

/** Reads the pool's vSwitches from the VPC, by id and marker; what the store says of them is never trusted here. */
function readPoolStep(deps: WorkflowDeps): Step {
  return {
    name: 'pool',
    title: 'vSwitches checked',
    needs: [],
    leadsOn: true,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const record = await deps.store.read(context.operation.poolId);
      if (!record) throw new TerminalError({ code: 'PLAN_INVALID', publicText: 'The pool is gone.' });
      const pool = poolOf(record);
      const { vpc } = cloudOf(deps, pool.clusterName);
      const marker = { installation: deps.settings.installation, poolId: pool.id, poolName: pool.name };
      const vSwitches = await Promise.all(
        pool.vSwitches.map(async ({ zoneId, vSwitchId }) => {
          const read = vSwitchId ? await vpc.readVSwitch(vSwitchId) : undefined;
          if (!read || !isOurs(read.tags, marker) || read.zoneId !== zoneId)
            throw vSwitchWrong(pool, zoneId, vSwitchId);
          return { zoneId, cidrBlock: read.cidrBlock, vSwitchId: read.vSwitchId };
        }),
      );
      return done({ target: targetOfPool(deps, pool, vSwitches) });
    },
  };
}

function targetOfPool(deps: WorkflowDeps, pool: Pool, vSwitches: PoolTarget['vSwitches']): PoolTarget {
  const { canary } = deps.settings;
  if (!canary) {
    throw new TerminalError({
      code: 'PLAN_INVALID',
      publicText: 'The configuration names no canary image. Set canary.image, then retry.',
    });
  }
  return {
    marker: { installation: deps.settings.installation, poolId: pool.id, poolName: pool.name },
    clusterName: pool.clusterName,
    clusterId: pool.clusterId,
    configMapName: pool.configMapName,
    plugin: admitsWholeNodes(pool) ? { network: 'flannel' } : { network: 'terway', daemonSetName: terwayDaemonSet },
    vSwitches,
    nodes: Math.max(1, zonesOf(pool).length),
    canary,
  };
}

function targetOf(context: StepContext): PoolTarget {
  return poolTargetSchema.parse(context.facts('pool')?.target);
}

async function atEndOfVerify(deps: WorkflowDeps, { operation, outcome }: OperationEnd): Promise<Partial<Commit>> {
  const record = await deps.store.read(operation.poolId);
  if (outcome !== 'done' || !record) return {};
  const pool = poolOf(record);
  const vSwitches = pool.vSwitches.map((one) => {
    const facts = operation.steps.find(({ name }) => name === `canary-${one.zoneId}`)?.record.facts;
    const proof = canaryProof.safeParse(facts).data;
    return proof?.cidrBlock === one.cidrBlock ? { ...one, ...proof } : one;
  });
  // Rebuilt or taken over as it was found: proven now (DESIGN promise 4). What a sweep has degraded is for the sweep.
  const drift = poolDriftOf(await deps.store.read(poolDriftRecordId(pool.id)));
  const isAsMade = !drift.hasDegraded && !drift.known.some((one) => isOpen(one) && isBroken(one.finding));
  const proven = { state: 'ready' as const, readyAtMs: pool.readyAtMs ?? deps.clock.now() };
  const now = pool.state === 'degraded' && isAsMade ? proven : {};
  return { records: [poolChange({ ...pool, ...now, vSwitches }, { rev: record.rev })] };
}

function vSwitchWrong(pool: Pool, zoneId: string, vSwitchId: string | undefined): NeedsHumanError {
  return new NeedsHumanError({
    code: 'NOT_OURS',
    publicText: `vSwitch ${vSwitchId ?? '(unknown)'} of pool ${pool.name} in ${zoneId} is gone, in another zone, or lost its marker tags. Put the tags back or remove the zone, then retry.`,
  });
}
