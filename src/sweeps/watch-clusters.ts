import { markerKeys, operationAnnotation } from '../domain/markers.ts';
import type { Kubernetes, WatchedObject } from '../kubernetes/kubernetes.ts';
import type { Logger } from '../platform/logger.ts';
import type { Queues } from '../queue/queue.ts';
import { poolOf } from '../store/pool-record.ts';
import type { Store } from '../store/store.ts';
import { coalesce } from './coalesce.ts';

export interface WatchClustersDeps {
  clusters: { cluster(name: string): Pick<Kubernetes, 'watch'> };
  store: Store;
  queues: Queues;
  log: Logger;
  installation: string;
  /** Names of the clusters in the config. */
  clusterNames: string[];
  /** Undefined where no canaries are configured. */
  canaryNamespace: string | undefined;
}

/** Wire time between two wakes of one operation: a node that starts changes many times a second. */
const everyMs = 300;

/**
 * Wakes operations when their canary pods or their pool's nodes change. Nothing depends on it: an operation that is
 * not woken finds the change at its next poll.
 */
export function watchClusters(deps: WatchClustersDeps): { stop(): void } {
  const onError = (err: unknown) => deps.log.debug({ err }, 'an operation could not be woken, so it polls');
  const operations = coalesce((id) => wakeOperation(deps, id), { everyMs, onError });
  const pools = coalesce((id) => findOperation(deps, id, operations.call), { everyMs, onError });
  const onPod = ({ annotations }: WatchedObject) => {
    const id = annotations[operationAnnotation];
    if (id) operations.call(id);
  };
  const onNode = ({ labels }: WatchedObject) => {
    const id = labels[markerKeys.pool];
    if (id) pools.call(id);
  };
  const ours = `${markerKeys.pool},${markerKeys.installation}=${deps.installation}`;
  const canaries = `${ours},app.kubernetes.io/managed-by=egress-pool`;
  const watches = deps.clusterNames.flatMap((name) => {
    const cluster = deps.clusters.cluster(name);
    const nodes = cluster.watch({ resource: 'nodes', labelSelector: ours }, onNode);
    if (!deps.canaryNamespace) return [nodes];
    const inCanaryNamespace = { namespace: deps.canaryNamespace, labelSelector: canaries };
    return [nodes, cluster.watch({ resource: 'pods', ...inCanaryNamespace }, onPod)];
  });
  return {
    stop() {
      for (const one of [...watches, operations, pools]) one.stop();
    },
  };
}

async function findOperation({ store }: WatchClustersDeps, poolId: string, found: (id: string) => void): Promise<void> {
  const record = await store.read(poolId);
  if (record) found(poolOf(record).operationId);
}

/** The flag first: an operation whose activation runs at this moment looks once more at its end. */
async function wakeOperation({ store, queues }: WatchClustersDeps, id: string): Promise<void> {
  const result = await store.commit({
    records: [{ id, expect: { states: ['running', 'rolling-back'] }, wake: true }],
  });
  if (result.ok) await queues.promote('operations', id);
}
