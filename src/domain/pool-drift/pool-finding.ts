/** What can be found about a pool that is not as egress-pool made it, or that its owner should know. */
export type PoolFindingKind =
  | `config-map-${'gone' | 'changed' | 'taken'}`
  | `policy-${'gone' | 'changed' | 'taken'}`
  | `node-pool-${'gone' | 'label' | 'taint'}`
  | `node-${'label' | 'taint' | 'foreign'}`
  | 'zone-uncovered'
  | 'zone-unproven'
  | 'terway-old'
  | 'interface-foreign'
  | 'vswitch-lost'
  | 'vswitch-shared'
  | 'stray'
  | 'host-network'
  | 'other-network'
  | 'daemon-set';

/** One thing to tell. The same kind about the same thing is the same finding, whatever is in the list. */
export interface PoolFinding {
  kind: PoolFindingKind;
  /** What it is about where there may be several of a kind: a vSwitch, a workload; else empty. */
  about: string;
  /** Nodes, interfaces, differences: not escaped, in a stable order. */
  items: string[];
}

interface Meaning {
  /**
   * `broken`: what the pool promises does not hold, so it is degraded. `wrong`: people are told. `note`: shown with the
   * pool and no more.
   */
  weight: 'broken' | 'wrong' | 'note';
  /** Putting it back to what the store says harms nobody and needs no judgement. */
  isRepairable: boolean;
}

const meanings: Readonly<Record<PoolFindingKind, Meaning>> = {
  'config-map-gone': { weight: 'broken', isRepairable: true },
  'config-map-changed': { weight: 'broken', isRepairable: true },
  'config-map-taken': { weight: 'broken', isRepairable: false },
  'policy-gone': { weight: 'broken', isRepairable: true },
  'policy-changed': { weight: 'broken', isRepairable: true },
  'policy-taken': { weight: 'broken', isRepairable: false },
  'node-pool-gone': { weight: 'broken', isRepairable: false },
  'node-pool-label': { weight: 'broken', isRepairable: true },
  'node-pool-taint': { weight: 'broken', isRepairable: true },
  'node-label': { weight: 'broken', isRepairable: true },
  'node-taint': { weight: 'broken', isRepairable: true },
  'node-foreign': { weight: 'broken', isRepairable: false },
  'zone-uncovered': { weight: 'broken', isRepairable: false },
  'zone-unproven': { weight: 'note', isRepairable: false },
  'terway-old': { weight: 'broken', isRepairable: true },
  'interface-foreign': { weight: 'broken', isRepairable: false },
  'vswitch-lost': { weight: 'broken', isRepairable: false },
  'vswitch-shared': { weight: 'broken', isRepairable: false },
  stray: { weight: 'wrong', isRepairable: false },
  'host-network': { weight: 'wrong', isRepairable: false },
  'other-network': { weight: 'wrong', isRepairable: false },
  'daemon-set': { weight: 'note', isRepairable: false },
};

/** In the order in which they are told. */
export const poolFindingKinds = Object.keys(meanings) as PoolFindingKind[];

export function isBroken({ kind }: Pick<PoolFinding, 'kind'>): boolean {
  return meanings[kind].weight === 'broken';
}

/** Whether people are told; the rest is only shown with the pool. */
export function isTold({ kind }: Pick<PoolFinding, 'kind'>): boolean {
  return meanings[kind].weight !== 'note';
}

export function isRepairable({ kind }: Pick<PoolFinding, 'kind'>): boolean {
  return meanings[kind].isRepairable;
}

/** Empty where there is nothing to say. */
export function findingOf(kind: PoolFindingKind, items: readonly string[], about = ''): PoolFinding[] {
  return items.length === 0 ? [] : [{ kind, about, items: [...new Set(items)].sort() }];
}

/** The same for the same finding. */
export function findingKey({ kind, about }: PoolFinding): string {
  return about === '' ? kind : `${kind} ${about}`;
}
