import path from 'node:path';
import type * as Library from '@kubernetes/client-node';
import type { Clock } from '../../platform/clock.ts';

export type ClusterSource =
  | { context: string }
  | { inCluster: true }
  | { kubeconfigFrom: 'ack'; read(): Promise<{ yaml: string; expiresAtMs: number }> };

/** The client's typed APIs of one cluster. */
export interface Apis {
  core: Library.CoreV1Api;
  apps: Library.AppsV1Api;
  authorization: Library.AuthorizationV1Api;
  admission: Library.AdmissionregistrationV1Api;
  custom: Library.CustomObjectsApi;
  version: Library.VersionApi;
  watch: Library.Watch;
  /** Options that make a patch a server-side apply. */
  serverSideApply: ReturnType<typeof Library.setHeaderOptions>;
  /** Options that make a patch a JSON merge patch, which makes no object that is not there. */
  mergePatch: ReturnType<typeof Library.setHeaderOptions>;
}

export interface ConnectionDeps {
  source: ClusterSource;
  /** Value of KUBECONFIG; undefined means the client's own default places. */
  kubeconfigPath: string | undefined;
  clock: Clock;
  /** Wire time within which every request must be answered. */
  deadlineMs: number;
}

/** A kubeconfig from ACK is renewed this long before it ends. */
const renewBeforeMs = 10 * 60_000;

/** Loads the library and the kubeconfig on first use, once for all who wait; a failure is tried again by the next. */
export function createConnection(deps: ConnectionDeps): () => Promise<Apis> {
  let current: { apis: Promise<Apis>; isUsable(): boolean } | undefined;
  return () => {
    if (current?.isUsable()) return current.apis;
    let renewAtMs = Number.POSITIVE_INFINITY;
    const apis = connect(deps, (expiresAtMs) => {
      renewAtMs = expiresAtMs - renewBeforeMs;
    });
    const entry = { apis, isUsable: () => deps.clock.now() < renewAtMs };
    current = entry;
    apis.catch(() => {
      if (current === entry) current = undefined;
    });
    return apis;
  };
}

async function connect(deps: ConnectionDeps, expires: (atMs: number) => void): Promise<Apis> {
  const library = await import('@kubernetes/client-node');
  const kubeconfig = await loadKubeconfig(library, deps, expires);
  const cluster = kubeconfig.getCurrentCluster();
  if (!cluster) throw new Error('the kubeconfig names no cluster for its current context');
  const configuration = library.createConfiguration({
    baseServer: new library.ServerConfiguration(cluster.server, {}),
    authMethods: { default: kubeconfig },
    promiseMiddleware: [
      {
        pre: async (request) => {
          request.setSignal(AbortSignal.timeout(deps.deadlineMs));
          return request;
        },
        post: async (response) => response,
      },
    ],
  });
  return {
    core: new library.CoreV1Api(configuration),
    apps: new library.AppsV1Api(configuration),
    authorization: new library.AuthorizationV1Api(configuration),
    admission: new library.AdmissionregistrationV1Api(configuration),
    custom: new library.CustomObjectsApi(configuration),
    version: new library.VersionApi(configuration),
    watch: new library.Watch(kubeconfig),
    serverSideApply: library.setHeaderOptions('Content-Type', library.PatchStrategy.ServerSideApply),
    mergePatch: library.setHeaderOptions('Content-Type', library.PatchStrategy.MergePatch),
  };
}

async function loadKubeconfig(
  library: typeof Library,
  { source, kubeconfigPath }: ConnectionDeps,
  expires: (atMs: number) => void,
): Promise<Library.KubeConfig> {
  const kubeconfig = new library.KubeConfig();
  if ('inCluster' in source) {
    kubeconfig.loadFromCluster();
    return kubeconfig;
  }
  if ('read' in source) {
    const { yaml, expiresAtMs } = await source.read();
    kubeconfig.loadFromString(yaml);
    expires(expiresAtMs);
    return kubeconfig;
  }
  const [first, ...others] = (kubeconfigPath ?? '').split(path.delimiter).filter((file) => file !== '');
  if (first === undefined) kubeconfig.loadFromDefault();
  else kubeconfig.loadFromFile(first);
  for (const file of others) {
    const other = new library.KubeConfig();
    other.loadFromFile(file);
    kubeconfig.mergeConfig(other, true);
  }
  kubeconfig.setCurrentContext(source.context);
  return kubeconfig;
}
