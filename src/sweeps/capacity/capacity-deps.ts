import type { CloudEndpoints, Clouds } from '../../cloud/cloud.ts';
import type { Thresholds } from '../../domain/capacity/level.ts';
import type { Clusters } from '../../kubernetes/kubernetes.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Store } from '../../store/store.ts';

export interface CapacityDeps {
  clouds: Clouds;
  clusters: Pick<Clusters, 'cluster'>;
  store: Store;
  clock: Clock;
  log: Logger;
  installation: string;
  /** Endpoints of a cluster's region, by its name in the config. */
  endpointsOf: ReadonlyMap<string, CloudEndpoints>;
  settings: CapacitySettings;
}

/** Durations of domain time. */
export interface CapacitySettings extends Thresholds {
  everyMs: number;
  /** How long measurements must agree before a level changes. */
  sustainMs: number;
  forecastMs: number;
}
