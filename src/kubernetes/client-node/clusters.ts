import { TerminalError } from '../../domain/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Clusters, Kubernetes } from '../kubernetes.ts';
import { listDenied } from './access.ts';
import { type Caller, createCaller, unlessAbsent } from './call.ts';
import { createCallObserver } from './call-observer.ts';
import { applyConfigMap, deleteConfigMap, listConfigMaps, readConfigMap } from './config-maps.ts';
import { type ClusterSource, createConnection } from './connection.ts';
import { listEvents, listEventsOf } from './events.ts';
import { evictPod } from './evictions.ts';
import { followPools } from './follow-pools.ts';
import { listNodes, setUnschedulable } from './nodes.ts';
import { listPodNetworkings } from './pod-networkings.ts';
import { applyPodPolicy, deletePodPolicy, readPodPolicy } from './pod-policies.ts';
import { createPod, deletePod, listPods, readPod } from './pods.ts';
import { type WatchDeps, watchObjects } from './watch.ts';
import { createWatchObserver } from './watch-observer.ts';
import { listDaemonSets, listWorkloadPods } from './workloads.ts';

export interface ClustersDeps {
  clusters: readonly { name: string; source: ClusterSource }[];
  /** Value of KUBECONFIG; undefined means the client's own default places. */
  kubeconfigPath?: string | undefined;
  clock: Clock;
  metrics: Metrics;
  log: Logger;
  /** Wire time within which every request must be answered; default 15 s. */
  deadlineMs?: number | undefined;
}

/** The Kubernetes API of every cluster of the config; nothing is loaded or read before the first call. */
export function createClusters(deps: ClustersDeps): Clusters {
  const { clock, kubeconfigPath, deadlineMs = 15_000 } = deps;
  const observe = createCallObserver(deps);
  const observeWatch = createWatchObserver(deps);
  const byName = new Map<string, Kubernetes>();
  for (const { name, source } of deps.clusters) {
    const apis = createConnection({ source, kubeconfigPath, clock, deadlineMs });
    const call = createCaller({ cluster: name, apis, clock, observe });
    byName.set(name, createKubernetes(call, { cluster: name, apis, clock, observe: observeWatch }));
  }
  return {
    cluster(name) {
      const found = byName.get(name);
      if (found) return found;
      throw new TerminalError({ code: 'BAD_INPUT', publicText: `no cluster is called ${name} in the config.` });
    },
  };
}

function createKubernetes(call: Caller, watchDeps: WatchDeps): Kubernetes {
  return {
    async readVersion() {
      const answer = await call({ verb: 'get', group: '', resource: 'version' }, ({ version }) => version.getCode());
      return answer.gitVersion;
    },
    listDenied: (checks) => listDenied(call, checks),
    readConfigMap: (namespace, name) => readConfigMap(call, { namespace, name }),
    applyConfigMap: (configMap, options) => applyConfigMap(call, configMap, options),
    deleteConfigMap: (configMap) => deleteConfigMap(call, configMap),
    listConfigMaps: (namespace, labelSelector) => listConfigMaps(call, { namespace, labelSelector }),
    async namespaceExists(name) {
      const found = await unlessAbsent(
        call({ verb: 'get', group: '', resource: 'namespaces', name }, ({ core }) => core.readNamespace({ name })),
      );
      return found !== undefined;
    },
    applyPodPolicy: (policy, options) => applyPodPolicy(call, policy, options),
    readPodPolicy: (name) => readPodPolicy(call, name),
    deletePodPolicy: (name) => deletePodPolicy(call, name),
    listNodes: (labelSelector) => listNodes(call, labelSelector),
    listPods: (query) => listPods(call, query),
    readPod: (namespace, name) => readPod(call, { namespace, name }),
    createPod: (pod) => createPod(call, pod),
    deletePod: (namespace, name) => deletePod(call, { namespace, name }),
    evictPod: (namespace, name) => evictPod(call, { namespace, name }),
    setUnschedulable: (nodeName, isUnschedulable) => setUnschedulable(call, { nodeName, isUnschedulable }),
    listWorkloadPods: (workload) => listWorkloadPods(call, workload),
    listDaemonSets: () => listDaemonSets(call),
    listPodNetworkings: () => listPodNetworkings(call),
    listEvents: (involved) => listEvents(call, involved),
    listEventsOf: (reason) => listEventsOf(call, reason),
    followPools: (installation) => followPools({ ...watchDeps, call }, installation),
    watch: (request, onChange) => watchObjects(watchDeps, request, onChange),
  };
}
