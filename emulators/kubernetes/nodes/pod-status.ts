import type { Cluster } from '../cluster.ts';
import type { JsonObject } from '../manifest.ts';
import { pods } from '../resources.ts';
import type { Container, Pod } from '../workload-manifests.ts';
import { withCondition } from './set-condition.ts';

/** What the kubelet says of a pod; `address` undefined leaves the addresses as they are. */
export interface PodReport {
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  state: JsonObject;
  isReady: boolean;
  address?: string;
  restartCount?: number;
}

/** Writes the pod's status; nothing happens when the pod is gone or is another one of the same name. */
export function reportPod(cluster: Cluster, pod: Pod, report: PodReport & { hostIp: string }): void {
  const live = cluster.store.find(pods, pod.metadata);
  if (live === undefined || live.metadata.uid !== pod.metadata.uid) return;
  const now = cluster.store.timestamp();
  cluster.store.update(pods, pod.metadata, (draft) => {
    const { status } = draft;
    status.phase = report.phase;
    status.hostIP = report.hostIp;
    status.hostIPs = [{ ip: report.hostIp }];
    status.startTime ??= now;
    status.containerStatuses = draft.spec.containers.map((one) => containerStatus(one, report));
    const ended = report.phase === 'Succeeded' ? 'PodCompleted' : 'ContainersNotReady';
    const condition = (type: string, isTrue: boolean): void => {
      const value = { type, status: isTrue ? 'True' : 'False', reason: isTrue ? '' : ended, message: '' };
      status.conditions = withCondition(status.conditions ?? [], value, now);
    };
    condition('Initialized', true);
    condition('PodReadyToStartContainers', report.address !== undefined || status.podIP !== undefined);
    condition('ContainersReady', report.isReady);
    condition('Ready', report.isReady);
    if (report.address === undefined) return;
    status.podIP = report.address;
    status.podIPs = [{ ip: report.address }];
  });
}

function containerStatus(container: Container, report: PodReport): JsonObject {
  return {
    name: container.name,
    image: container.image,
    imageID: '',
    state: report.state,
    lastState: {},
    ready: report.isReady,
    started: report.isReady,
    restartCount: report.restartCount ?? 0,
  };
}
