import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import type { GrantPlan, PlannedCidr, PlannedInstance } from './grant-plan.ts';

/**
 * `sha256:` and the hash that approvals bind to (DESIGN promise 7). Equal exactly when `coveredParts` are equal: the
 * order of lists and everything that only describes the plan leave it as it is.
 */
export function grantPlanHash(plan: GrantPlan): string {
  return `sha256:${createHash('sha256')
    .update(canonicalJson(coveredParts(plan)))
    .digest('hex')}`;
}

/** What the hash covers, in canonical order and without repeats. */
export function coveredParts(plan: GrantPlan) {
  const { schemaVersion, kind, installation, poolId, clusterId, areNamespacesEnforced, duration } = plan;
  return {
    schemaVersion,
    kind,
    installation,
    poolId,
    clusterId,
    primary: coveredOfInstance(plan.primary),
    replicas: inOrder(plan.replicas.map(coveredOfInstance)),
    addedCidrs: inOrder(plan.addedCidrs.map(coveredOfCidr)),
    totalCidrs: inOrder(plan.totalCidrs.map(coveredOfCidr)),
    namespaces: inOrder(plan.namespaces),
    areNamespacesEnforced,
    durationMs: duration.kind === 'standing' ? ('standing' as const) : duration.durationMs,
  };
}

function coveredOfInstance({ instanceId, group }: PlannedInstance) {
  return { instanceId, groupName: group.name, networkType: group.networkType };
}

function coveredOfCidr({ cidr, vSwitchId }: PlannedCidr): PlannedCidr {
  return { cidr, vSwitchId };
}

function inOrder<Item>(items: readonly Item[]): Item[] {
  const byText = new Map(items.map((item) => [canonicalJson(item), item]));
  return [...byText].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item);
}
