import type { V1Pod } from '@kubernetes/client-node';
import type { PodToCreate } from '../kubernetes.ts';
import { probeCommand } from './connection-probe.ts';

/** A canary that nobody deleted ends by itself and gives its address back. */
const longestLifeSeconds = 1800;

/**
 * A pod that has to get an address and perhaps to try a connection. If only the first, it runs the image's own entry
 * point, because a small image may have no shell or `sleep`; standard input stays open, so that an image whose entry
 * point is a shell does not end at once. One that ends or fails all the same is no problem: the address is in the
 * pod's status from the moment its sandbox started.
 */
export function canaryPod(pod: PodToCreate): V1Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: pod.name, namespace: pod.namespace, labels: pod.labels, annotations: pod.annotations },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: longestLifeSeconds,
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      nodeSelector: pod.nodeSelector,
      tolerations: pod.tolerations.map(withoutUndefined),
      affinity: { nodeAffinity: requiredPlace(pod) },
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        runAsGroup: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'canary',
          image: pod.image,
          ...(pod.connectTo ? { command: probeCommand(pod.connectTo) } : { stdin: true }),
          resources: {
            requests: { cpu: '10m', memory: '16Mi' },
            limits: { cpu: '100m', memory: '64Mi' },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
}

function requiredPlace({ zoneId, onNode }: PodToCreate) {
  const matchExpressions = [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zoneId] }];
  const matchFields = onNode ? { matchFields: [{ key: 'metadata.name', operator: 'In', values: [onNode] }] } : {};
  return {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions, ...matchFields }] },
  };
}

function withoutUndefined({ key, operator, value, effect }: PodToCreate['tolerations'][number]) {
  return { ...(key && { key }), ...(operator && { operator }), ...(value && { value }), ...(effect && { effect }) };
}
