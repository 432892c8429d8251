import { findConfigMapDrift, findPolicyDrift } from './find-config-drift.ts';
import { findNetworkDrift } from './find-network-drift.ts';
import { findNodeDrift } from './find-node-drift.ts';
import { findStrays } from './find-strays.ts';
import type { PoolFinding } from './pool-finding.ts';
import type { PoolSight } from './pool-sight.ts';

/** Everything about a pool that is not as egress-pool made it, and who is on it who should not be; the gravest first. */
export function findPoolDrift(sight: PoolSight): PoolFinding[] {
  return [
    ...findConfigMapDrift(sight),
    ...findPolicyDrift(sight),
    ...findNodeDrift(sight),
    ...findNetworkDrift(sight),
    ...findStrays(sight),
  ];
}
