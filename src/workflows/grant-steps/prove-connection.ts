import { z } from 'zod';
import { holdsAddress } from '../../domain/cidr.ts';
import {
  type ConnectionProof,
  connectionStepName,
  connectionTriesMs,
  isHostName,
} from '../../domain/connection-proof.ts';
import { CancelledError, isKnownError, NeedsHumanError, TerminalError } from '../../domain/errors.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { proofNameOf } from '../../domain/names.ts';
import type { Pool } from '../../domain/pool.ts';
import { addressSeen, networkOf } from '../../domain/pool-network.ts';
import type { ConnectionProbe, Pod, PodToCreate } from '../../kubernetes/kubernetes.ts';
import { isHopeless } from '../pool-steps/canary-failure.ts';
import { canaryPodFor, lookOrCreatePod } from '../pool-steps/canary-pod.ts';
import { kubernetesOf } from '../pool-steps/pool-target.ts';
import { done, StaleActivation, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { rdsOf } from './read-databases.ts';

/** The live grant whose pool connects; a text says why there is none any more. */
export interface ProofSubject {
  pool: Pool;
  grant: Grant | string;
}

interface Proving {
  deps: WorkflowDeps;
  zoneId: string;
  context: StepContext;
  subject: ProofSubject;
}

/** Domain time. A pod has its tries and as long again to be scheduled and to start. */
const resultWithinMs = connectionTriesMs + 4 * 60_000;
/** Domain time for the removal of the pod, which gives its address back by itself before. */
const endWithinMs = 60 * 60_000;
/** Wire time that is there in any case, also where domain time runs fast. */
const shortestWireMs = 10_000;
/** What it takes is bounded here: the runner's deadline would fail the operation. */
const deadlineMs = 100 * 365 * 24 * 60 * 60_000;

const noted = z.object({
  host: z.string(),
  port: z.number(),
  speaks: z.enum(['mysql', 'postgres', 'unknown']),
});

/**
 * Lets a pod in a zone of the pool connect to the database of a grant. Whatever comes of it is a finding and nothing
 * else: the step takes no lock and never fails. Its pod is always removed.
 */
export function proveConnectionStep(
  deps: WorkflowDeps,
  request: { zoneId: string; needs: string[]; subject: (context: StepContext) => Promise<ProofSubject> },
): Step {
  const { zoneId, needs } = request;
  const removeIn = async (context: StepContext) =>
    remove({ deps, zoneId, context, subject: await request.subject(context) });
  return {
    name: connectionStepName(zoneId),
    title: `Connection from ${zoneId}`,
    needs,
    deadlineMs,
    async ensure(context) {
      try {
        return await prove({ deps, zoneId, context, subject: await request.subject(context) });
      } catch (error) {
        const outcome = afterError(deps, context, error);
        // What could not be removed now ends by itself.
        if (outcome.kind === 'done') await removeIn(context).catch(() => undefined);
        return outcome;
      }
    },
    tidy: removeIn,
    async undo(context) {
      await removeIn(context);
      return done({});
    },
  };
}

async function prove(proving: Proving): Promise<StepOutcome> {
  const { deps, context, subject } = proving;
  const { grant, pool } = subject;
  if (typeof grant === 'string') return conclude(proving, { proof: 'unmeasured', why: grant });
  const probe = await probeOf(proving, grant);
  if (typeof probe === 'string') return conclude(proving, { proof: 'unmeasured', why: probe });
  const wanted = podOf(proving, probe);
  if (!wanted) return conclude(proving, { proof: 'unmeasured', why: 'the configuration names no canary image' });
  const pod = await lookOrCreatePod(kubernetesOf(deps, pool.clusterName), wanted, context);
  const proof = pod && proofOf({ pod, grant, probe, from: addressSeen(pool, pod) ?? '' });
  if (proof) return conclude(proving, proof);
  if (isLate(context, resultWithinMs)) {
    const why = pod?.problem
      ? `its pod did not get to it: ${inWords(pod.problem)}`
      : 'its pod came to no result in time';
    return conclude(proving, { proof: 'unmeasured', why });
  }
  return waiting(pod?.phase === 'Running' ? 'the database to let it in' : 'its pod to start', context.startedAtMs);
}

/** Where to connect to, noted before the first pod so that a second one tries the same. */
async function probeOf({ deps, context }: Proving, grant: Grant): Promise<ConnectionProbe | string> {
  const known = noted.safeParse(context.notes);
  const forSeconds = connectionTriesMs / 1_000;
  if (known.success) return { ...known.data, forSeconds };
  const rds = rdsOf(deps, grant.regionId);
  const [endpoint, detail] = await Promise.all([
    rds.readEndpoint(grant.instanceId),
    rds.readInstance(grant.instanceId),
  ]);
  if (!endpoint || !detail) return `${grant.instanceId} has no private endpoint`;
  const { host, port } = endpoint;
  if (!isHostName(host) || port > 65_535) return `${grant.instanceId} has an endpoint that is no host name and port`;
  const speaks = dialectOf(detail.engine);
  await context.note({ host, port, speaks });
  return { host, port, speaks, forSeconds };
}

function dialectOf(engine: string): ConnectionProbe['speaks'] {
  if (/^(mysql|mariadb)$/i.test(engine)) return 'mysql';
  return /^postgresql$/i.test(engine) ? 'postgres' : 'unknown';
}

function podOf({ deps, zoneId, context, subject }: Proving, connectTo?: ConnectionProbe): PodToCreate | undefined {
  const { installation, canary } = deps.settings;
  if (!canary) return undefined;
  const { id: poolId, name: poolName, configMapName } = subject.pool;
  const network = networkOf(subject.pool);
  const operationId = context.operation.id;
  const place = { marker: { installation, poolId, poolName }, configMapName, network, canary };
  const pod = canaryPodFor(place, { name: proofNameOf(poolName, zoneId, operationId), zoneId, operationId });
  return connectTo ? { ...pod, connectTo } : pod;
}

/** What the pod has shown; undefined while it has shown nothing. */
function proofOf({
  pod,
  grant,
  probe,
  from,
}: {
  pod: Pod;
  grant: Grant;
  probe: ConnectionProbe;
  /** The address that the database sees of the pod; empty while it has none. */
  from: string;
}): ConnectionProof | undefined {
  const { connection, phase, problem } = pod;
  const to = `${probe.host}:${probe.port}`;
  const unmeasured = (why: string): ConnectionProof => ({ proof: 'unmeasured', why });
  if (from !== '' && !grant.inForce?.cidrs.some(({ cidr }) => holdsAddress(cidr, from))) {
    return unmeasured(`its pod leaves with ${from}, which is not among the addresses that were approved`);
  }
  if (connection?.kind === 'impossible') return unmeasured(`the canary image has no ${connection.missing}`);
  if (connection?.kind === 'open') return { proof: 'open', from, to, ms: connection.ms };
  if (connection?.kind === 'closed') return { proof: 'closed', from, to, said: connection.said || 'no answer' };
  if (!isHopeless(pod) && phase !== 'Succeeded') return undefined;
  return unmeasured(problem ? `its pod failed: ${inWords(problem)}` : 'its pod ended without a result');
}

function inWords({ reason, message }: NonNullable<Pod['problem']>): string {
  return `${reason}${message ? `: ${message.slice(-200)}` : ''}`;
}

async function conclude(proving: Proving, proof: ConnectionProof): Promise<StepOutcome> {
  await remove(proving);
  return done({ ...proof });
}

async function remove(proving: Proving): Promise<void> {
  const pod = podOf(proving);
  if (pod) await kubernetesOf(proving.deps, proving.subject.pool.clusterName).deletePod(pod.namespace, pod.name);
}

/** Tries again what may pass; what cannot, or lasts too long, is said instead of a result. */
function afterError({ log }: WorkflowDeps, context: StepContext, error: unknown): StepOutcome {
  if (error instanceof StaleActivation || error instanceof CancelledError) throw error;
  if (isKnownError(error) && error.code === 'STORE_UNAVAILABLE') throw error;
  log.warn({ operation: context.operation.id, err: error }, 'a connection could not be tried');
  const why = isKnownError(error) ? error.publicText : 'something unexpected, which the log has';
  const isFinal = error instanceof TerminalError || error instanceof NeedsHumanError;
  if (isFinal || isLate(context, endWithinMs)) return done({ proof: 'unmeasured', why });
  return waiting(`the next try, after ${why}`.slice(0, 300), context.startedAtMs);
}

function isLate({ clock, startedAtMs }: StepContext, withinMs: number): boolean {
  return clock.elapsed(startedAtMs) > withinMs && clock.now() - startedAtMs > shortestWireMs;
}
