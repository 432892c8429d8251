import type { Cluster } from './cluster.ts';
import { daemonSetController } from './controllers/daemon-set-controller.ts';
import { deploymentController } from './controllers/deployment-controller.ts';
import { startGarbageCollector } from './controllers/garbage-collector.ts';
import { podNetworkingStatus } from './controllers/pod-networking-status.ts';
import { replicaSetController } from './controllers/replica-set-controller.ts';
import { statefulSetController } from './controllers/stateful-set-controller.ts';
import { taintEviction } from './controllers/taint-eviction.ts';
import { NodeLifecycle } from './nodes/node-lifecycle.ts';
import { startReconcileLoop } from './reconcile-loop.ts';
import { scheduler } from './scheduling/scheduler.ts';
import { seedObjects } from './seed-objects.ts';

/** The moving parts of one cluster. */
export interface ClusterRuntime {
  syncPools(): void;
  stop(): void;
}

export function startClusterRuntime(cluster: Cluster): ClusterRuntime {
  seedObjects(cluster);
  const lifecycle = new NodeLifecycle(cluster);
  const stops = [
    startGarbageCollector(cluster),
    lifecycle.start(),
    startReconcileLoop(cluster, [
      podNetworkingStatus,
      deploymentController,
      replicaSetController,
      statefulSetController,
      daemonSetController,
      taintEviction,
      scheduler,
    ]),
  ];
  return {
    syncPools: () => lifecycle.syncPools(),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
