import type { PoolNetwork } from './pool-network.ts';

/** What a cluster shows of its network plugin. */
export interface NetworkSigns {
  addons: readonly { name: string }[];
  /** Of the whole cluster; those in kube-system count. */
  daemonSets: readonly { namespace?: string | undefined; name: string }[];
  /** Only Flannel has one (alicloud.md 4); newer APIs may leave it out. */
  podCidr: string | undefined;
}

export interface DetectedNetwork {
  /** Undefined: nothing says so, or the signs contradict each other. */
  network: PoolNetwork | undefined;
  /** What was seen, for people: `add-on flannel, DaemonSet kube-flannel-ds`; empty for nothing. */
  seen: string;
}

const plugins: Record<PoolNetwork, RegExp> = { terway: /^terway/, flannel: /^(kube-)?flannel/ };

/** Finds a cluster's network out by its add-ons and by what runs on its nodes. Silence of one is no contradiction. */
export function detectNetwork({ addons, daemonSets, podCidr }: NetworkSigns): DetectedNetwork {
  const signs = [
    ...addons.map(({ name }) => ({ name, says: `add-on ${name}` })),
    ...daemonSets
      .filter(({ namespace }) => namespace === 'kube-system')
      .map(({ name }) => ({ name, says: `DaemonSet ${name}` })),
  ].filter(({ name }) => pluginOf(name) !== undefined);
  const found = new Set(signs.map(({ name }) => pluginOf(name)));
  const [network] = found;
  const seen = [...signs.map(({ says }) => says), ...(podCidr === undefined ? [] : [`pod CIDR ${podCidr}`])];
  return { network: found.size === 1 ? network : undefined, seen: seen.join(', ') };
}

function pluginOf(name: string): PoolNetwork | undefined {
  if (plugins.terway.test(name)) return 'terway';
  return plugins.flannel.test(name) ? 'flannel' : undefined;
}
