import { durationInWords } from './grant-duration.ts';
import type { GrantPlan } from './grant-plan.ts';
import { coveredParts } from './grant-plan-hash.ts';

/**
 * What changed from one plan to another among the things that approvals bind to, one plain sentence each, e.g.
 * `namespace added: billing`. Empty exactly when the hashes are equal.
 */
export function planDifference(before: GrantPlan, after: GrantPlan): string[] {
  const old = coveredParts(before);
  const now = coveredParts(after);
  return [
    ...changed('rules for plans', old.schemaVersion, now.schemaVersion),
    ...changed('kind of request', old.kind, now.kind),
    ...changed('installation', old.installation, now.installation),
    ...changed('pool', old.poolId, now.poolId),
    ...changed('cluster', old.clusterId, now.clusterId),
    ...changed('primary instance', instanceInWords(old.primary), instanceInWords(now.primary)),
    ...listChanges('replica', old.replicas.map(instanceInWords), now.replicas.map(instanceInWords)),
    ...listChanges('CIDR to add', old.addedCidrs.map(cidrInWords), now.addedCidrs.map(cidrInWords)),
    ...listChanges('CIDR in all', old.totalCidrs.map(cidrInWords), now.totalCidrs.map(cidrInWords)),
    ...listChanges('namespace', old.namespaces, now.namespaces),
    ...changed('namespaces enforced', yesOrNo(old.areNamespacesEnforced), yesOrNo(now.areNamespacesEnforced)),
    ...changed('duration', durationInWords(before.duration), durationInWords(after.duration)),
  ];
}

function changed(what: string, before: string | number, after: string | number): string[] {
  return before === after ? [] : [`${what}: ${before} -> ${after}`];
}

function listChanges(what: string, before: readonly string[], after: readonly string[]): string[] {
  return [
    ...after.filter((item) => !before.includes(item)).map((item) => `${what} added: ${item}`),
    ...before.filter((item) => !after.includes(item)).map((item) => `${what} removed: ${item}`),
  ];
}

function instanceInWords(instance: { instanceId: string; groupName: string; networkType: string }): string {
  return `${instance.instanceId} (group ${instance.groupName}, ${instance.networkType})`;
}

function cidrInWords({ cidr, vSwitchId }: { cidr: string; vSwitchId: string }): string {
  return `${cidr} (${vSwitchId})`;
}

function yesOrNo(claim: boolean): string {
  return claim ? 'yes' : 'no';
}
