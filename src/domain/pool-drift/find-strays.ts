import type { PoolWorkload } from '../capacity/pool-workloads.ts';
import { admitsWholeNodes } from '../pool-network.ts';
import { findingOf, type PoolFinding, type PoolFindingKind } from './pool-finding.ts';
import type { PoolSight } from './pool-sight.ts';

/**
 * Who is on the pool's nodes and does not belong there, or belongs there and does not get what the pool is for. What
 * every cluster runs in kube-system counts only where it takes addresses.
 */
export function findStrays({ pool, canaryNamespace, workloads }: PoolSight): PoolFinding[] {
  return (workloads?.workloads ?? []).flatMap((one) => {
    const kind = kindOf(one, { pool, canaryNamespace });
    return kind ? findingOf(kind, itemsOf(one), `${one.kind} ${one.namespace}/${one.name}`) : [];
  });
}

/** Canary pods, and those that try a connection (`names.ts`). */
const ownPods = /^egress-pool-(canary|proof)-/;

function kindOf(
  { namespace, name, usesHost, otherNetwork, onNode }: PoolWorkload,
  { pool, canaryNamespace }: Pick<PoolSight, 'pool' | 'canaryNamespace'>,
): PoolFindingKind | undefined {
  if (!onNode || (namespace === canaryNamespace && ownPods.test(name))) return undefined;
  const isAllowed = pool.namespaces.includes(namespace);
  if (usesHost && !admitsWholeNodes(pool)) return isAllowed ? 'host-network' : undefined;
  if (otherNetwork !== undefined) return isAllowed ? 'other-network' : undefined;
  if (isAllowed) return undefined;
  return namespace === 'kube-system' ? 'daemon-set' : 'stray';
}

function itemsOf({ isBlanket, otherNetwork }: PoolWorkload): string[] {
  if (otherNetwork !== undefined) return [otherNetwork];
  return [isBlanket ? 'tolerates every taint' : 'tolerates or selects the pool by name'];
}
