import type { CloudEndpoints, VpcApi } from '../../cloud/cloud.ts';
import type { Thresholds } from '../../domain/capacity/level.ts';
import type { Kubernetes } from '../../kubernetes/kubernetes.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Store } from '../../store/store.ts';

export interface CapacityDeps {
  clouds: { inRegion(region: string, endpoints?: CloudEndpoints): { vpc: Pick<VpcApi, 'listVSwitches'> } };
  clusters: { cluster(name: string): Pick<Kubernetes, 'followPools' | 'listEventsOf'> };
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
