import { randomUUID } from 'node:crypto';
import type { Cluster } from './cluster.ts';
import type { ClusterRuntime } from './cluster-runtime.ts';
import type { KubeObject } from './manifest.ts';
import type { Resource } from './resources.ts';
import type { ObjectRef, Store } from './store.ts';

/** Direct access to one cluster, past authentication, validation and faults. Rows: see `resources.ts`. */
export interface ClusterHandle {
  readonly clusterId: string;
  readonly store: Store;
  get<T extends KubeObject>(resource: Resource<T>, ref: ObjectRef): T | undefined;
  list<T extends KubeObject>(resource: Resource<T>, namespace?: string): T[];
  /** Creates or replaces; an object keeps its uid. */
  put<T extends KubeObject>(resource: Resource<T>, object: T): T;
  delete(resource: Resource, ref: ObjectRef): void;
  /** A bearer token that is accepted for a virtual while, as in a kubeconfig that ACK hands out. */
  issueToken(ttlMs: number): string;
  /** The token is refused from now on. */
  revokeToken(token: string): void;
  /** Forgets the history and ends open watches of every cluster: the next watch from an old version gets 410. */
  expireWatches(): void;
  /** Ends open watches of every cluster; the next one may go on where this one was. */
  endWatches(): void;
  /** How many watches are open, over all clusters. */
  openWatches(): number;
  /** The virtual minute's work of Terway on every node: trims and fills the idle pools, re-reads where it does. */
  syncPools(): void;
}

export function createClusterHandle(o: {
  cluster: Cluster;
  runtime: ClusterRuntime;
  watches: Set<() => void>;
}): ClusterHandle {
  const { cluster, runtime, watches } = o;
  const { store } = cluster;
  return {
    clusterId: cluster.seed.clusterId,
    store,
    get: (resource, ref) => store.find(resource, ref),
    list: (resource, namespace) => store.list(resource, namespace),
    put: (resource, object) => {
      const live = store.find(resource, object.metadata);
      if (live === undefined) return store.create(resource, object);
      const { uid, creationTimestamp } = live.metadata;
      const kept = {
        ...(uid === undefined ? {} : { uid }),
        ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
      };
      return store.replace(resource, { ...object, metadata: { ...object.metadata, ...kept } }, undefined);
    },
    delete: (resource, ref) => {
      store.remove(resource, ref);
    },
    issueToken: (ttlMs) => {
      const token = `k8s-${randomUUID()}`;
      cluster.tokens.add(token);
      cluster.clock.after(ttlMs, () => cluster.tokens.delete(token));
      return token;
    },
    revokeToken: (token) => {
      cluster.tokens.delete(token);
    },
    endWatches: () => {
      for (const stop of [...watches]) stop();
    },
    openWatches: () => watches.size,
    expireWatches: () => {
      store.compact();
      for (const stop of [...watches]) stop();
    },
    syncPools: () => runtime.syncPools(),
  };
}
