import type { SnatCoverage } from '../../../cloud/cloud.ts';
import { blockOf, contains } from '../../../domain/cidr.ts';
import type { PlanWarning } from '../../../domain/create-plan.ts';
import { poolTaints } from '../../../domain/markers.ts';
import { admitsWholeNodes, poolSelector, type SelectedPool } from '../../../domain/pool-network.ts';
import type { DaemonSet, PodNetworking, Toleration } from '../../../kubernetes/kubernetes.ts';

export interface WarningFacts {
  pool: SelectedPool;
  namespaces: string[];
  cidrs: string[];
  zones: number;
  snat: SnatCoverage | undefined;
  daemonSets: DaemonSet[];
  podNetworkings: PodNetworking[];
  insideLearned: string[];
}

/** What does not stop the plan, but what people should know before they rely on the pool. */
export function findWarnings(facts: WarningFacts): PlanWarning[] {
  return [
    ...nodeAddressWarnings(facts.pool),
    ...podNetworkingWarnings(facts.podNetworkings),
    ...snatWarnings(facts),
    ...daemonSetWarnings(facts),
    ...facts.insideLearned.map(
      (cidr): PlanWarning => ({
        code: 'ROUTE',
        text: `The blocks lie inside ${cidr}, a route learned from another network; make sure that nobody uses them there.`,
      }),
    ),
    ...(facts.zones === 1
      ? [{ code: 'FEW_ZONES' as const, text: 'The pool has one zone: when that zone fails, its workloads do.' }]
      : []),
    ...(facts.namespaces.length === 0
      ? [
          {
            code: 'NO_NAMESPACES' as const,
            text: 'No namespaces are named; database access can be asked for only when they are.',
          },
        ]
      : []),
  ];
}

/**
 * DaemonSets that would run on the pool's nodes and be admitted with it: those with addresses of their own, and where
 * the nodes' addresses are admitted also those on the nodes' network.
 */
export function daemonSetsOnPool(daemonSets: DaemonSet[], pool: SelectedPool): DaemonSet[] {
  return daemonSets.filter(
    (one) =>
      (!one.hostNetwork || admitsWholeNodes(pool)) &&
      selectsPoolNodes(one, pool) &&
      toleratesPool(one.tolerations, pool.name),
  );
}

/** What people have to know who are asked to admit nodes. */
export const wholeNodesWarning =
  "Pods of this cluster leave with their node's address (Flannel), so all that leaves the pool's nodes is admitted: also pods on the nodes' network, and connections that a NodePort Service sends through them.";

function nodeAddressWarnings(pool: SelectedPool): PlanWarning[] {
  return admitsWholeNodes(pool) ? [{ code: 'NODE_ADDRESSES', text: wholeNodesWarning }] : [];
}

function podNetworkingWarnings(podNetworkings: PodNetworking[]): PlanWarning[] {
  return podNetworkings
    .filter(({ podSelector, namespaceSelector }) => podSelector !== undefined || namespaceSelector !== undefined)
    .map(({ name, vSwitchIds }) => ({
      code: 'POD_NETWORKING',
      text: `PodNetworking ${name} gives the pods it selects addresses of ${vSwitchIds.join(', ') || 'other vSwitches'}, also on the pool's nodes. Keep its selectors off the pool's workloads.`,
    }));
}

function snatWarnings({ snat, cidrs, pool }: WarningFacts): PlanWarning[] {
  if (!snat)
    return [
      {
        code: 'SNAT_UNKNOWN',
        text: 'Whether the new vSwitches have a way to the Internet was not checked (no permission to read NAT gateways).',
      },
    ];
  const covered = cidrs.every((cidr) => snat.sourceCidrs.some((source) => contains(blockOf(source), blockOf(cidr))));
  if (covered) return [];
  const who = admitsWholeNodes(pool) ? 'nodes of the pool and their pods' : 'pods of the pool';
  return [
    {
      code: 'NO_SNAT',
      text: `No SNAT entry covers the new vSwitches: ${who} have no way to the Internet until you add one.`,
    },
  ];
}

function daemonSetWarnings({ daemonSets, pool }: WarningFacts): PlanWarning[] {
  const consuming = daemonSetsOnPool(daemonSets, pool).map(({ name }) => name);
  const kept = daemonSets
    .filter((one) => selectsPoolNodes(one, pool) && !toleratesPool(one.tolerations, pool.name))
    .map(({ name }) => name);
  return [
    ...(consuming.length > 0
      ? [
          {
            code: 'DAEMON_SET_ADDRESSES' as const,
            text: `DaemonSets ${admitsWholeNodes(pool) ? '' : 'with addresses of their own '}will run on the pool's nodes and be admitted with it: ${consuming.join(', ')}.`,
          },
        ]
      : []),
    ...(kept.length > 0
      ? [
          {
            code: 'DAEMON_SET_EVICTED' as const,
            text: `DaemonSets that do not tolerate the taint will not run on the pool's nodes: ${kept.join(', ')}.`,
          },
        ]
      : []),
  ];
}

function selectsPoolNodes({ nodeSelector }: DaemonSet, pool: SelectedPool): boolean {
  const selector = poolSelector(pool);
  return Object.keys(nodeSelector).every((key) => key === 'kubernetes.io/os' || key === selector.key);
}

function toleratesPool(tolerations: Toleration[], poolName: string): boolean {
  return poolTaints(poolName).every((taint) =>
    tolerations.some(
      ({ key, operator, value, effect }) =>
        (key === undefined || key === '' || key === taint.key) &&
        (effect === undefined || effect === '' || effect === taint.effect) &&
        (operator === 'Exists' || (key === taint.key && value === taint.value)),
    ),
  );
}
