import type { SnatCoverage } from '../../../cloud/cloud.ts';
import { blockOf, contains } from '../../../domain/cidr.ts';
import type { PlanWarning } from '../../../domain/create-plan.ts';
import { poolTaints, terwayConfigLabel } from '../../../domain/markers.ts';
import type { DaemonSet, PodNetworking, Toleration } from '../../../kubernetes/kubernetes.ts';

export interface WarningFacts {
  poolName: string;
  configMapName: string;
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

/** DaemonSets with addresses of their own that would run on the pool's nodes. */
export function daemonSetsOnPool(daemonSets: DaemonSet[], poolName: string): DaemonSet[] {
  return daemonSets.filter(
    (one) => !one.hostNetwork && selectsPoolNodes(one) && toleratesPool(one.tolerations, poolName),
  );
}

function podNetworkingWarnings(podNetworkings: PodNetworking[]): PlanWarning[] {
  return podNetworkings
    .filter(({ podSelector, namespaceSelector }) => podSelector !== undefined || namespaceSelector !== undefined)
    .map(({ name, vSwitchIds }) => ({
      code: 'POD_NETWORKING',
      text: `PodNetworking ${name} gives the pods it selects addresses of ${vSwitchIds.join(', ') || 'other vSwitches'}, also on the pool's nodes. Keep its selectors off the pool's workloads.`,
    }));
}

function snatWarnings({ snat, cidrs }: WarningFacts): PlanWarning[] {
  if (!snat)
    return [
      {
        code: 'SNAT_UNKNOWN',
        text: 'Whether the new vSwitches have a way to the Internet was not checked (no permission to read NAT gateways).',
      },
    ];
  const covered = cidrs.every((cidr) => snat.sourceCidrs.some((source) => contains(blockOf(source), blockOf(cidr))));
  if (covered) return [];
  return [
    {
      code: 'NO_SNAT',
      text: 'No SNAT entry covers the new vSwitches: pods of the pool have no way to the Internet until you add one.',
    },
  ];
}

function daemonSetWarnings({ daemonSets, poolName }: WarningFacts): PlanWarning[] {
  const consuming = daemonSetsOnPool(daemonSets, poolName).map(({ name }) => name);
  const kept = daemonSets
    .filter((one) => selectsPoolNodes(one) && !toleratesPool(one.tolerations, poolName))
    .map(({ name }) => name);
  return [
    ...(consuming.length > 0
      ? [
          {
            code: 'DAEMON_SET_ADDRESSES' as const,
            text: `DaemonSets with addresses of their own will run on the pool's nodes and be admitted with it: ${consuming.join(', ')}.`,
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

function selectsPoolNodes({ nodeSelector }: DaemonSet): boolean {
  return Object.keys(nodeSelector).every((key) => key === 'kubernetes.io/os' || key === terwayConfigLabel);
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
