import { callBudget } from '../cloud/alibaba/call-budget.ts';
import { createClouds } from '../cloud/alibaba/clouds.ts';
import { createCredentials } from '../cloud/alibaba/credentials.ts';
import { defaultWhitelistWriteMs } from '../cloud/alibaba/rds-whitelist.ts';
import type { Clouds } from '../cloud/cloud.ts';
import type { ClusterConfig, Config } from '../config/config.ts';
import { poolIdPattern } from '../domain/names.ts';
import type { OperationKind } from '../domain/operation.ts';
import { createClusters } from '../kubernetes/client-node/clusters.ts';
import type { ClusterSource } from '../kubernetes/client-node/connection.ts';
import { kubernetesPermissions } from '../kubernetes/client-node/permissions.ts';
import type { AccessCheck } from '../kubernetes/kubernetes.ts';
import { startBullmqWorker } from '../queue/bullmq/bullmq-queues.ts';
import type { JobHandler } from '../queue/queue.ts';
import { driftRecordId } from '../store/drift-record.ts';
import { poolDriftSweepId } from '../store/pool-drift-record.ts';
import { capacityRecordId, createCapacitySweep, planCapacitySweep } from '../sweeps/capacity.ts';
import { countOverdueGrants } from '../sweeps/count-overdue.ts';
import { startDueSweep } from '../sweeps/due.ts';
import { createDriftSweep, planFirstLook } from '../sweeps/grant-drift.ts';
import { startInventorySweep } from '../sweeps/inventory.ts';
import { createPoolDriftSweep, planFirstPoolLook } from '../sweeps/pool-drift.ts';
import { publishCapacity } from '../sweeps/publish-capacity.ts';
import { createGrantTender } from '../sweeps/tend-grant.ts';
import { createPoolTender } from '../sweeps/tend-pool.ts';
import { watchClusters } from '../sweeps/watch-clusters.ts';
import { askAboutGrant } from '../use-cases/ask-about-grant.ts';
import { askAboutNamespaces } from '../use-cases/ask-about-namespaces.ts';
import { beginCleaning } from '../use-cases/begin-cleaning.ts';
import { beginEndOfGrant, endGrantAgain } from '../use-cases/begin-end-of-grant.ts';
import { deleteUnansweredPool } from '../use-cases/delete-unanswered-pool.ts';
import { adoptNodesWorkflow, planAdoptWorkflow } from '../workflows/adopt-nodes/adopt-nodes.ts';
import { applyGrantWorkflow } from '../workflows/apply-grant/apply-grant.ts';
import { changeNamespacesWorkflow } from '../workflows/change-namespaces/change-namespaces.ts';
import { cleanWhitelistWorkflow } from '../workflows/clean-whitelist/clean-whitelist.ts';
import { createPoolWorkflow, planPoolWorkflow } from '../workflows/create-pool/create-pool.ts';
import { deletePoolWorkflow, planDeleteWorkflow } from '../workflows/delete-pool/delete-pool.ts';
import { endGrantWorkflow } from '../workflows/end-grant/end-grant.ts';
import { planGrantWorkflow } from '../workflows/plan-grant/plan-grant.ts';
import { proveWorkloadWorkflow } from '../workflows/prove-workload/prove-workload.ts';
import { recordPoolWorkflow } from '../workflows/record-pool/record-pool.ts';
import { repairPoolWorkflow } from '../workflows/repair-pool/repair-pool.ts';
import { planResizeWorkflow, resizePoolWorkflow } from '../workflows/resize-pool/resize-pool.ts';
import { createRunner } from '../workflows/runner/runner.ts';
import type { Workflow } from '../workflows/runner/workflow.ts';
import { verifyPoolWorkflow } from '../workflows/verify-pool/verify-pool.ts';
import type { WorkflowDeps, WorkflowSettings } from '../workflows/workflow-deps.ts';
import { approvalPolicyOf, databaseScopesOf } from './approval-policy.ts';
import type { SharedParts } from './shared-parts.ts';

export interface RunningRole {
  /** Takes no new work and lets what runs end, for at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export interface WorkerOptions {
  /** Wire time of a whitelist write. How long late ones are waited for follows from it; tests want that shorter. */
  whitelistWriteMs?: number;
}

/** The worker: runs operations, sweeps, and is the only one with cloud credentials. */
export function startWorkerRole(config: Config, parts: SharedParts, options: WorkerOptions = {}): RunningRole {
  const deps = workflowDeps(config, parts, options);
  const runner = createRunner({
    store: parts.store,
    queues: parts.queues,
    clock: parts.clock,
    log: parts.log,
    workflows: workflowsOf(deps, parts),
  });
  const tendGrant = grantTender(config, parts, deps);
  const tendPool = poolTender(config, parts, deps);
  const databases = databaseScopesOf(config);
  const sweepDrift = createDriftSweep({
    ...parts,
    clouds: deps.clouds,
    installation: config.installation,
    databases,
    beginCleaning: (known) => beginCleaning(parts, known),
  });
  const { endpointsOf } = capacityOf(config);
  const sweepPools = createPoolDriftSweep({
    ...{ ...parts, ...deps, endpointsOf, installation: config.installation },
    canaryNamespace: config.canary?.namespace ?? '',
    everyMs: config.drift.everyMs,
  });
  const capacity = createCapacitySweep({ ...parts, ...deps, ...capacityOf(config) });
  const worker = startBullmqWorker(parts.bullmq, 'operations', (id) => {
    if (id.startsWith('grant-')) return tendGrant(id);
    if (poolIdPattern.test(id)) return tendPool(id);
    if (id === capacityRecordId) return capacity.handle(id);
    if (id === poolDriftSweepId) return sweepPools(id);
    return id === driftRecordId ? sweepDrift(id) : runner(id);
  });
  for (const planning of [planFirstLook(parts), planFirstPoolLook(parts), planCapacitySweep(parts, parts.clock.now())])
    planning.catch((err) => parts.log.warn({ err }, 'a sweep could not be planned'));
  const sweeps = [
    capacity,
    startDueSweep(parts),
    countOverdueGrants(parts),
    publishCapacity({ ...parts, everyMs: config.capacity.everyMs }),
    startInventorySweep({
      ...parts,
      installation: config.installation,
      clouds: deps.clouds,
      clusters: config.clusters.map(inventoryCluster),
      databases,
    }),
    watchClusters({
      ...parts,
      clusters: deps.clusters,
      installation: config.installation,
      clusterNames: config.clusters.map(({ name }) => name),
      canaryNamespace: config.canary?.namespace,
    }),
  ];
  return {
    async stop(graceMs) {
      for (const sweep of sweeps) sweep.stop();
      await worker.close(graceMs);
    },
  };
}

function grantTender({ installation }: Config, parts: SharedParts, { clusters }: WorkflowDeps): JobHandler {
  return createGrantTender({
    ...{ ...parts, clusters, installation },
    beginEnd: (request) => beginEndOfGrant(parts, request),
    endAgain: (request) => endGrantAgain(parts, request),
  });
}

function poolTender({ installation }: Config, parts: SharedParts, { clusters }: WorkflowDeps): JobHandler {
  const beginDelete = (request: Parameters<typeof deleteUnansweredPool>[1]) => deleteUnansweredPool(parts, request);
  return createPoolTender({ ...parts, clusters, installation, beginDelete });
}

function workflowsOf(deps: WorkflowDeps, parts: SharedParts): Record<OperationKind, Workflow> {
  return {
    'create-pool': createPoolWorkflow(deps),
    'plan-pool': planPoolWorkflow(deps),
    'verify-pool': verifyPoolWorkflow(deps),
    'prove-workload': proveWorkloadWorkflow(deps),
    'change-namespaces': changeNamespacesWorkflow(deps, (request) =>
      askAboutNamespaces({ ...parts, settings: deps.settings }, request),
    ),
    'resize-pool': resizePoolWorkflow(deps),
    'plan-resize': planResizeWorkflow(deps),
    'delete-pool': deletePoolWorkflow(deps),
    'plan-delete': planDeleteWorkflow(deps),
    'adopt-nodes': adoptNodesWorkflow(deps),
    'plan-adopt': planAdoptWorkflow(deps),
    'plan-grant': planGrantWorkflow(deps),
    'apply-grant': applyGrantWorkflow(deps),
    'end-grant': endGrantWorkflow(deps),
    'clean-whitelist': cleanWhitelistWorkflow(deps),
    'repair-pool': repairPoolWorkflow(deps),
    'record-pool': recordPoolWorkflow(deps),
  };
}

/** What operations are given: clouds, clusters and settings. Nothing is loaded or called before it is used. */
export function workflowDeps(
  config: Config,
  parts: SharedParts,
  { whitelistWriteMs = defaultWhitelistWriteMs }: WorkerOptions,
): WorkflowDeps {
  const clouds = createClouds({
    credentials: createCredentials({ variables: config.cloud?.credentials.reveal() ?? {}, clock: parts.clock }),
    limits: parts.limitsFor(callBudget),
    clock: parts.clock,
    metrics: parts.metrics,
    log: parts.log,
    endpoints: config.cloud?.endpoints ?? {},
    whitelistWriteMs,
  });
  const clusters = createClusters({
    clusters: config.clusters.map((cluster) => ({ name: cluster.name, source: sourceOf(cluster, clouds) })),
    kubeconfigPath: config.kubeconfigPath,
    clock: parts.clock,
    metrics: parts.metrics,
    log: parts.log,
  });
  const settings = workflowSettings(config, whitelistWriteMs + parts.bullmq.timings.lockDurationMs);
  return {
    clouds,
    clusters,
    store: parts.store,
    clock: parts.clock,
    log: parts.log,
    accessChecks,
    askAboutGrant: (question) => askAboutGrant({ ...parts, settings }, question),
    endGrant: (end) => beginEndOfGrant(parts, end),
    settings,
  };
}

function workflowSettings(config: Config, lateWriteMs: number): WorkflowSettings {
  return {
    installation: config.installation,
    clusters: config.clusters.map(({ id, region, endpoints, ...cluster }) => ({
      ...cluster,
      clusterId: id,
      regionId: region,
      endpoints: endpoints ?? {},
    })),
    canary: config.canary,
    databases: databaseScopesOf(config),
    policy: approvalPolicyOf(config),
    cleansDetachedEnis: config.cleanDetachedEnis,
    lateWriteMs,
  };
}

/** What the adapter cannot do without, as the questions that preflight asks. */
function accessChecks(canaryNamespace: string): AccessCheck[] {
  return kubernetesPermissions
    .filter(({ isOptional }) => !isOptional)
    .flatMap(({ group, resource: path, verbs, namespace: place }) => {
      const [resource = '', subresource] = path.split('/');
      const namespace = place === 'canary' ? canaryNamespace : place;
      return verbs.map((verb) => ({ verb, group, resource, subresource, namespace }));
    });
}

function sourceOf(cluster: ClusterConfig, clouds: Clouds): ClusterSource {
  const { kubernetes } = cluster;
  if (!('kubeconfigFrom' in kubernetes)) return kubernetes;
  const { ack } = clouds.inRegion(cluster.region, cluster.endpoints);
  return { kubeconfigFrom: 'ack', read: () => ack.readKubeconfig({ clusterId: cluster.id, minutes: 60 }) };
}

function capacityOf({ installation, capacity, clusters }: Config) {
  const endpointsOf = new Map(clusters.map(({ name, endpoints }) => [name, endpoints ?? {}]));
  return { installation, settings: capacity, endpointsOf };
}

function inventoryCluster({ name, id, region, endpoints, nodeVSwitches, poolCidrs, nodePool }: ClusterConfig) {
  return {
    name,
    clusterId: id,
    regionId: region,
    endpoints: endpoints ?? {},
    nodeVSwitches,
    poolCidrs,
    instanceTypes: nodePool.instanceTypes,
  };
}
