import type { AddressInfo } from 'node:net';
import { stringify } from 'yaml';
import type { EmulatorClock } from '../clock/clock.ts';
import { createFaultQueue, type FaultQueue } from '../faults/faults.ts';
import type { Endpoints } from '../machines/endpoints.ts';
import type { Machines } from '../machines/machines.ts';
import { followPolicies } from './admission/policies/policies-in-force.ts';
import type { Cluster, KubernetesClusterSeed } from './cluster.ts';
import { type ClusterHandle, createClusterHandle } from './cluster-handle.ts';
import { startClusterRuntime } from './cluster-runtime.ts';
import { criticalPath, type KubernetesCriticalPath } from './critical-path.ts';
import { createJournal, type Journal } from './journal.ts';
import { createKubernetesServer } from './server.ts';
import { defaultSettings, type KubernetesSettings } from './settings.ts';
import { Store } from './store.ts';

/**
 * A stand-in for the Kubernetes API servers of ACK clusters. It speaks their wire protocol; its nodes are the machines
 * of `machines`, and its pods get their addresses by Terway's rules. Nothing is kept after `close`.
 */
export interface KubernetesEmulator {
  /** The API server's address, with the cluster's path prefix. Throws for an unknown cluster. */
  url(clusterId: string): string;
  /**
   * YAML with one context per cluster, named as in the seed; the first one is current. With a cluster: that one alone,
   * and another token where one is given (see `ClusterHandle.issueToken`).
   */
  kubeconfig(only?: { clusterId: string; token?: string }): string;
  faults: FaultQueue;
  journal: Journal;
  settings: KubernetesSettings;
  /** The shortest times, by the delays as they are set now. */
  criticalPath(): KubernetesCriticalPath;
  /** Objects and knobs of one cluster, for tests. */
  cluster(clusterId: string): ClusterHandle;
  close(): Promise<void>;
}

export interface KubernetesEmulatorOptions {
  clock: EmulatorClock;
  clusters: KubernetesClusterSeed[];
  machines: Machines;
  /** What pods can connect to; nothing when not given. */
  endpoints?: Endpoints;
  host?: string;
  /** Default: any free port. */
  port?: number;
}

export async function startKubernetesEmulator(o: KubernetesEmulatorOptions): Promise<KubernetesEmulator> {
  const settings = defaultSettings();
  const faults = createFaultQueue();
  const journal = createJournal();
  const clusters = new Map<string, Cluster>();
  const handles = new Map<string, ClusterHandle>();
  const stops: (() => void)[] = [];
  const watches = new Set<() => void>();
  for (const seed of o.clusters) {
    const store = new Store(() => o.clock.now());
    const cluster: Cluster = {
      seed,
      store,
      clock: o.clock,
      machines: o.machines,
      endpoints: o.endpoints ?? nothing,
      settings,
      policiesInForce: followPolicies({ store, clock: o.clock, settings }),
      tokens: new Set([seed.token]),
    };
    const runtime = startClusterRuntime(cluster);
    clusters.set(seed.clusterId, cluster);
    handles.set(seed.clusterId, createClusterHandle({ cluster, runtime, watches }));
    stops.push(() => runtime.stop());
  }
  const server = createKubernetesServer({ clusters, faults, journal, settings, watches });
  const host = o.host ?? '127.0.0.1';
  await new Promise<void>((resolve) => server.listen(o.port ?? 0, host, resolve));
  const base = `http://${host}:${portOf(server.address())}`;
  const url = (clusterId: string): string => `${base}/clusters/${known(handles, clusterId).clusterId}`;

  return {
    url,
    kubeconfig: (only) => {
      if (only === undefined) return kubeconfig(o.clusters, url);
      const seeds = o.clusters.filter((seed) => seed.clusterId === only.clusterId);
      return kubeconfig(
        seeds.map((seed) => ({ ...seed, token: only.token ?? seed.token })),
        url,
      );
    },
    faults,
    journal,
    settings,
    criticalPath: () => criticalPath(settings.delays),
    cluster: (clusterId) => known(handles, clusterId),
    close: async () => {
      for (const stop of [...stops, ...watches]) stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const nothing: Endpoints = { connect: () => ({ kind: 'closed', said: '' }) };

function known(handles: Map<string, ClusterHandle>, clusterId: string): ClusterHandle {
  const handle = handles.get(clusterId);
  if (handle === undefined) throw new Error(`unknown cluster ${clusterId}: seed it when the emulator starts`);
  return handle;
}

function kubeconfig(seeds: KubernetesClusterSeed[], url: (clusterId: string) => string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': seeds[0]?.name ?? '',
    // client-node refuses plain http unless verification is off.
    clusters: seeds.map((seed) => ({
      name: seed.name,
      cluster: { server: url(seed.clusterId), 'insecure-skip-tls-verify': true },
    })),
    users: seeds.map((seed) => ({ name: seed.name, user: { token: seed.token } })),
    contexts: seeds.map((seed) => ({ name: seed.name, context: { cluster: seed.name, user: seed.name } })),
  });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the emulator has no port: it is not listening');
  return address.port;
}
