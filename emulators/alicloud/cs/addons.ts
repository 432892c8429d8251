import type { Cluster } from './state.ts';

export interface Addon {
  name: string;
  version: string;
  state: string;
  /** JSON in a string. */
  config: string;
}

export function addonsOf(cluster: Cluster): Addon[] {
  const addon = (name: string, version: string, config: object = {}): Addon => {
    return { name, version, state: 'active', config: JSON.stringify(config) };
  };
  const network =
    cluster.network === 'terway'
      ? addon('terway-eniip', cluster.terwayVersion, { IPVlan: 'false', NetworkPolicy: 'false', ENITrunking: 'true' })
      : addon('flannel', 'v0.15.1.22');
  return [network, addon('coredns', 'v1.11.3.4'), addon('csi-plugin', 'v1.31.4')];
}
