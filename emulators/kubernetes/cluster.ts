import type { EmulatorClock } from '../clock/clock.ts';
import type { Endpoints } from '../machines/endpoints.ts';
import type { Machines } from '../machines/machines.ts';
import type { PoliciesInForce } from './admission/policies/policies-in-force.ts';
import type { KubeObject } from './manifest.ts';
import type { KubernetesSettings } from './settings.ts';
import type { Store } from './store.ts';

/** What `eni_conf` of the cluster's global `eni-config` says; see ACK's "Customize Terway configuration parameters". */
export interface EniConfigSeed {
  vswitches: Record<string, string[]>;
  security_group?: string;
  security_groups?: string[];
  /** Idle addresses a node keeps at most (default 5) and at least (default 0). */
  max_pool_size?: number;
  min_pool_size?: number;
  vswitch_selection_policy?: string;
}

export interface KubernetesClusterSeed {
  clusterId: string;
  /** The context's name in the kubeconfig. */
  name: string;
  network: 'terway' | 'flannel';
  /** Terway's address management: `crd` is the centralised one, `default` the node-local one. Default `default`. */
  ipamType?: 'crd' | 'default';
  terwayVersion?: string;
  /** The bearer token that the cluster accepts. */
  token: string;
  eniConfig?: EniConfigSeed;
  version?: string;
  /** Flannel only. Default 172.20.0.0/16, a /25 per node. */
  podCidr?: string;
  namespaces?: string[];
  /** False: a cluster too old for ValidatingAdmissionPolicy. The setting of the same name says so for all of them. */
  admissionPolicies?: boolean;
  objects?: KubeObject[];
}

/** One emulated cluster: what every part of it works on. */
export interface Cluster {
  readonly seed: KubernetesClusterSeed;
  readonly store: Store;
  readonly clock: EmulatorClock;
  readonly machines: Machines;
  readonly endpoints: Endpoints;
  readonly settings: KubernetesSettings;
  readonly policiesInForce: PoliciesInForce;
  /** The bearer tokens that are accepted: the seed's and those issued later. */
  readonly tokens: Set<string>;
}

export function hasAdmissionPolicies({ seed, settings }: Cluster): boolean {
  return settings.admissionPolicies && seed.admissionPolicies !== false;
}
