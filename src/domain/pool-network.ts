import { markerKeys, terwayConfigLabel } from './markers.ts';

/**
 * How a pool's pods get out of their cluster, and so what a pool is. Terway: each pod has an address of the VPC, out of
 * the pool's vSwitches. Flannel: pods leave with their node's address, so the nodes themselves live in the vSwitches.
 */
export type PoolNetwork = 'terway' | 'flannel';

export const networkNames: Record<PoolNetwork, string> = { terway: 'Terway', flannel: 'Flannel' };

/** The network plugin of a cluster, as it was found. */
export type NetworkPlugin =
  | { network: 'terway'; version: string; ipamType: 'default' | 'crd'; daemonSetName: string }
  | { network: 'flannel'; version: string };

/** What tells a pool's nodes from others for a pod. */
export interface SelectedPool {
  name: string;
  configMapName: string;
  network?: PoolNetwork | undefined;
}

const selectorKeys: readonly string[] = [terwayConfigLabel, markerKeys.name];

/** The network of a pool. Nothing was made yet of one whose network was not found out: Terway's rules do for it. */
export function networkOf({ network }: { network?: PoolNetwork | undefined }): PoolNetwork {
  return network ?? 'terway';
}

/** Whether whatever runs on the pool's nodes is admitted with it, with or without a network of its own. */
export function admitsWholeNodes(pool: { network?: PoolNetwork | undefined }): boolean {
  return networkOf(pool) === 'flannel';
}

/** The node label by which pods ask for the pool: the one that Terway reads, else the marker. */
export function poolSelector(pool: SelectedPool): { key: string; value: string } {
  return networkOf(pool) === 'terway'
    ? { key: terwayConfigLabel, value: pool.configMapName }
    : { key: markerKeys.name, value: pool.name };
}

/** The same as one text, as a label selector and `selectorIn` have it. */
export function selectorText(pool: SelectedPool): string {
  const { key, value } = poolSelector(pool);
  return `${key}=${value}`;
}

/** The pool that a pod asks for by its node selector; undefined for none. */
export function selectorIn(nodeSelector: Readonly<Record<string, string>> = {}): string | undefined {
  const [key, value] = Object.entries(nodeSelector).find(([name]) => selectorKeys.includes(name)) ?? [];
  return key === undefined ? undefined : `${key}=${value}`;
}

/** The address that databases see of a pod in such a pool; undefined while it has none. */
export function addressSeen(
  pool: { network?: PoolNetwork | undefined },
  pod: { podIp: string | undefined; nodeIp: string | undefined },
): string | undefined {
  return admitsWholeNodes(pool) ? pod.nodeIp : pod.podIp;
}
