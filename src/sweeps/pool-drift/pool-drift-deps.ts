import type { CloudEndpoints, Clouds } from '../../cloud/cloud.ts';
import type { Clusters } from '../../kubernetes/kubernetes.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Store } from '../../store/store.ts';

export interface PoolDriftDeps {
  clouds: Clouds;
  clusters: Clusters;
  store: Store;
  clock: Clock;
  log: Logger;
  installation: string;
  /** Endpoints of a cluster's region, by its name in the config. */
  endpointsOf: ReadonlyMap<string, CloudEndpoints>;
  canaryNamespace: string;
  /** Domain time between looks. */
  everyMs: number;
}
