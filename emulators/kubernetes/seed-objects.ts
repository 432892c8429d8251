import type { Cluster } from './cluster.ts';
import type { KubeObject } from './manifest.ts';
import {
  allResources,
  apiVersionOf,
  configMaps,
  customResourceDefinitions,
  daemonSets,
  namespaces,
} from './resources.ts';
import type { Toleration, Workload } from './workload-manifests.ts';

const SYSTEM_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** What a new ACK cluster has before anybody uses it, then the seed's own objects. */
export function seedObjects(cluster: Cluster): void {
  const { store, seed } = cluster;
  for (const name of [...SYSTEM_NAMESPACES, ...(seed.namespaces ?? [])]) {
    const labels = { 'kubernetes.io/metadata.name': name };
    const metadata = { name, labels };
    store.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata, status: { phase: 'Active' } });
  }
  store.create(
    daemonSets,
    daemonSet({ name: 'kube-proxy-worker', image: 'acs/kube-proxy:v1.36.0', hostNetwork: true }),
  );
  // Not on the host's network and tolerating everything: it takes a pool address on every node.
  store.create(
    daemonSets,
    daemonSet({ name: 'loongcollector-ds', image: 'acs/loongcollector:v3.2.0', hostNetwork: false }),
  );
  if (seed.network === 'terway') seedTerway(cluster);
  else
    store.create(daemonSets, daemonSet({ name: 'kube-flannel-ds', image: 'acs/flannel:v0.27.0', hostNetwork: true }));
  for (const object of seed.objects ?? []) seedObject(cluster, object);
}

function seedTerway(cluster: Cluster): void {
  const { store, seed } = cluster;
  const image = `acs/terway:${seed.terwayVersion ?? 'v1.17.5'}`;
  store.create(daemonSets, daemonSet({ name: 'terway-eniip', image, hostNetwork: true }));
  const config = {
    version: '1',
    max_pool_size: 5,
    min_pool_size: 0,
    vswitch_selection_policy: 'ordered',
    ...seed.eniConfig,
    ...(seed.ipamType === 'crd' ? { ipam_type: 'crd' } : {}),
  };
  store.create(configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'eni-config', namespace: 'kube-system' },
    data: {
      eni_conf: JSON.stringify(config),
      '10-terway.conf': '{"cniVersion":"0.4.0","name":"terway","type":"terway"}',
    },
  });
  for (const row of allResources) {
    if (row.group !== 'network.alibabacloud.com') continue;
    store.create(customResourceDefinitions, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${row.plural}.${row.group}` },
      spec: {
        group: row.group,
        names: { kind: row.kind, plural: row.plural, singular: row.kind.toLowerCase(), listKind: `${row.kind}List` },
        scope: row.namespaced ? 'Namespaced' : 'Cluster',
        versions: [{ name: row.version, served: true, storage: true }],
      },
    });
  }
}

function daemonSet(o: { name: string; image: string; hostNetwork: boolean }): Workload {
  const everything: Toleration[] = [{ operator: 'Exists' }];
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: o.name, namespace: 'kube-system', labels: { app: o.name }, generation: 1 },
    spec: {
      selector: { matchLabels: { app: o.name } },
      template: {
        metadata: { labels: { app: o.name } },
        spec: {
          ...(o.hostNetwork ? { hostNetwork: true } : {}),
          tolerations: everything,
          containers: [{ name: o.name, image: `registry-vpc.cn-beijing.aliyuncs.com/${o.image}` }],
        },
      },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    },
  };
}

function seedObject(cluster: Cluster, object: KubeObject): void {
  const row = allResources.find((one) => one.kind === object.kind && apiVersionOf(one) === object.apiVersion);
  if (row === undefined) throw new Error(`no such kind to seed: ${object.apiVersion} ${object.kind}`);
  const namespace = row.namespaced ? { namespace: object.metadata.namespace ?? 'default' } : {};
  cluster.store.create(row, { ...object, metadata: { ...object.metadata, ...namespace } });
}
