import { labelsOf, nameOfPool, taintsOf } from '../../emulators/alicloud/cs/node-pool-blocks.ts';
import type { AlicloudState } from '../../emulators/alicloud/state.ts';

export interface FoundNodePool {
  nodePoolId: string;
  desiredSize: number;
  /** Value of the label that Terway reads. */
  label: string | undefined;
  /** Effects of the pool's own taint. */
  effects: string[];
}

/** The node pool of an egress pool, as the cloud holds it; undefined when there is not exactly one that is active. */
export function nodePoolOf(state: AlicloudState, of: { clusterId: string; name: string }): FoundNodePool | undefined {
  const [found, ...others] = [...state.nodePools.values()].filter(
    (pool) => pool.clusterId === of.clusterId && nameOfPool(pool) === `egress-pool-${of.name}`,
  );
  if (!found || others.length > 0 || found.state !== 'active') return undefined;
  return {
    nodePoolId: found.nodePoolId,
    desiredSize: found.desiredSize,
    label: labelsOf(found)['terway-config'],
    effects: taintsOf(found)
      .filter(({ key, value }) => key === 'egress-pool' && value === of.name)
      .map(({ effect }) => effect),
  };
}
