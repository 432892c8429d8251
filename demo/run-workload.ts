import { deployments, namespaces } from '../emulators/kubernetes/resources.ts';
import type { World } from '../emulators/world/world.ts';

/** Runs so many pods in a pool, with what `/egress-pool use` says a workload needs; as `kubectl apply` would. */
export function runWorkload(world: World, o: { pool: string; cluster: string; replicas: number }): void {
  const { pool, cluster, replicas } = o;
  const clusterId = world.seed.clusters.find(({ name }) => name === cluster)?.clusterId ?? '';
  const labels = { app: `${pool}-api` };
  const handle = world.kubernetes.cluster(clusterId);
  if (!handle.get(namespaces, { name: 'payments' })) {
    handle.put(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'payments' } });
  }
  handle.put(deployments, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${pool}-api`, namespace: 'payments' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: 'api', image: 'acme/api:1' }],
          nodeSelector: { 'terway-config': `eni-config-${pool}` },
          tolerations: [{ key: 'egress-pool', operator: 'Equal', value: pool }],
        },
      },
    },
  });
}
