import type { NetworkInterface, VSwitch } from '../../cloud/cloud.ts';
import { findObstacle } from '../../domain/allocate-cidrs.ts';
import { blockOf, overlaps, parseCidr, prefixOf, usableAddresses } from '../../domain/cidr.ts';
import { readEniConf, vSwitchIdsIn } from '../../domain/eni-conf.ts';
import type { DriftInstance } from '../../domain/grants/find-drift.ts';
import { canonicalEntry, entrySet } from '../../domain/grants/whitelist-entries.ts';
import { poolTaints, terwayConfigLabel } from '../../domain/markers.ts';
import { namespacePattern, poolNamePattern } from '../../domain/names.ts';
import { type HandmadePool, isMarkedByOthers } from './handmade-pool.ts';

export interface ImportFindings {
  /** Why it cannot be taken over as it is, with what to do, one sentence each. */
  problems: string[];
  /** Worth a word; nothing stands in the way. */
  notes: string[];
  /** Its vSwitches by zone, in the ConfigMap's order. */
  vSwitches: { zoneId: string; vSwitchId: string; cidrBlock: string; freeAddresses: number }[];
}

/** Whether a pool that was made by hand is what a pool of ours must be (DESIGN promises 2, 3, 5 and 11). */
export function checkHandmadePool(
  pool: HandmadePool,
  known: { whitelists: readonly DriftInstance[]; widestPrefix: number },
): ImportFindings {
  const named = namedVSwitches(pool);
  if (typeof named === 'string') return { problems: [named], notes: [], vSwitches: [] };
  const found = named.flatMap(({ zoneId, vSwitchId }) => {
    const vSwitch = pool.vSwitches.find((one) => one.vSwitchId === vSwitchId && one.zoneId === zoneId);
    return vSwitch ? [vSwitch] : [];
  });
  return {
    problems: [
      ...requestProblems(pool),
      ...named
        .filter(({ vSwitchId, zoneId }) => !found.some((one) => one.vSwitchId === vSwitchId && one.zoneId === zoneId))
        .map(
          ({ vSwitchId, zoneId }) =>
            `its ConfigMap names ${vSwitchId} for ${zoneId}, which the VPC does not have there`,
        ),
      ...found.flatMap((one) => vSwitchProblems(pool, one, known.widestPrefix)),
      ...cidrProblems(pool, found),
      ...nodePoolProblems(pool, new Set(found.map(({ zoneId }) => zoneId))),
      ...nodeProblems(pool),
      ...foreignInterfaces(pool),
    ],
    notes: [...sizeNotes(pool, found), ...whitelistNotes(found, known.whitelists)],
    vSwitches: found.map(({ zoneId, vSwitchId, cidrBlock, availableIpAddressCount }) => ({
      ...{ zoneId, vSwitchId, cidrBlock, freeAddresses: availableIpAddressCount },
    })),
  };
}

function namedVSwitches({ configMap }: HandmadePool): { zoneId: string; vSwitchId: string }[] | string {
  try {
    const { vswitches } = readEniConf(configMap.data);
    const named = Object.entries(vswitches).flatMap(([zoneId, ids]) => ids.map((vSwitchId) => ({ zoneId, vSwitchId })));
    const isWhole = named.length > 0 && Object.values(vswitches).every((ids) => ids.length > 0);
    return isWhole ? named : 'its ConfigMap has a zone without a vSwitch, or none at all';
  } catch {
    return 'its ConfigMap has no eni_conf that Terway could read: {"vswitches": {"<zone>": ["<vSwitch>"]}}';
  }
}

function requestProblems({ request, configMap, marker, found }: HandmadePool): string[] {
  const { name, namespaces, expectedPods, configMapName } = request;
  return [
    ...(poolNamePattern.test(name) ? [] : [`"${name}" is no name for a pool: a DNS label of at most 40 characters`]),
    ...(found.containerCidr === undefined
      ? []
      : ['its cluster uses Flannel, where no ConfigMap makes a pool; only pools on Terway can be taken over']),
    ...(configMapName === 'eni-config' ? ['eni-config is the configuration of the whole cluster, and of no pool'] : []),
    ...(isMarkedByOthers(configMap.labels, { marker }) ? ['its ConfigMap carries the marker of another pool'] : []),
    ...(Number.isInteger(expectedPods) && expectedPods > 0 ? [] : ['--pods is the number of pods, at least 1']),
    ...namespaces.filter((one) => !namespacePattern.test(one)).map((one) => `"${one}" is no namespace`),
  ];
}

function vSwitchProblems(pool: HandmadePool, one: VSwitch, widestPrefix: number): string[] {
  const { vSwitchId, cidrBlock } = one;
  const everybodys = vSwitchIdsIn(pool.globalConfigMap?.data ?? {}).includes(vSwitchId);
  return [
    ...(one.status === 'Available' ? [] : [`${vSwitchId} is ${one.status}`]),
    ...(isMarkedByOthers(one.tags, pool) ? [`${vSwitchId} carries the marker of another pool`] : []),
    ...(everybodys ? [`${vSwitchId} is in eni-config too, so pods of the whole cluster have addresses of it`] : []),
    ...(prefixOf(blockOf(cidrBlock)) < widestPrefix ? [`${cidrBlock} is wider than a /${widestPrefix}`] : []),
  ];
}

function cidrProblems({ space }: HandmadePool, found: readonly VSwitch[]): string[] {
  const own = new Set(found.map(({ cidrBlock }) => cidrBlock));
  const others = {
    ...space,
    taken: space.taken.filter((cidr) => !own.has(cidr)),
    routes: space.routes.filter(({ cidr }) => !own.has(cidr)),
  };
  return [...own].flatMap((cidr) => {
    const obstacle = findObstacle(others, cidr);
    return obstacle === undefined ? [] : [`${cidr} is no range for a pool: ${obstacle} is in its way`];
  });
}

function nodePoolProblems(pool: HandmadePool, zones: ReadonlySet<string>): string[] {
  const { nodePool, request, vSwitches } = pool;
  const { nodePoolId, labels, taints, tags, isDefault } = nodePool;
  const label = labels.find(({ key }) => key === terwayConfigLabel)?.value;
  const nodeZones = nodePool.vSwitchIds.map((id) => vSwitches.find(({ vSwitchId }) => vSwitchId === id)?.zoneId ?? id);
  const missing = poolTaints(request.name).filter((wanted) => !taints.some((one) => isSameTaint(one, wanted)));
  return [
    ...(isDefault ? [`${nodePoolId} is the cluster's default node pool`] : []),
    ...(isMarkedByOthers(labels, pool) || isMarkedByOthers(tags, pool)
      ? [`${nodePoolId} carries the marker of another pool`]
      : []),
    ...(label === request.configMapName
      ? []
      : [`${nodePoolId} has the label ${terwayConfigLabel}=${label ?? ''}, not ${request.configMapName}`]),
    ...missing.map(
      ({ key, value, effect }) =>
        `${nodePoolId} lacks the taint ${key}=${value}:${effect}: first let its workloads tolerate ${key}=${value}, then add it to the node pool and its nodes`,
    ),
    ...[...new Set(nodeZones)]
      .filter((zoneId) => !zones.has(zoneId))
      .map(
        (zoneId) =>
          `${nodePoolId} has nodes in ${zoneId}, for which its ConfigMap names no vSwitch: they use the cluster's network`,
      ),
  ];
}

function nodeProblems({ nodes, instanceIds, request }: HandmadePool): string[] {
  const strangers = nodes.filter(({ instanceId }) => !instanceIds.has(instanceId));
  const bare = nodes.filter(({ taints }) =>
    poolTaints(request.name).some((wanted) => !taints.some((one) => isSameTaint(one, wanted))),
  );
  return [
    ...(nodes.length === 0 ? [`no node has the label ${terwayConfigLabel}=${request.configMapName}`] : []),
    ...strangers.map(({ name }) => `node ${name} has the label and is not of the node pool: take the label off`),
    // Labels are pushed to nodes together with taints, and a taint that comes with NoExecute ends pods.
    ...bare.map(({ name }) => `node ${name} lacks the pool's taints, which its node pool would give it`),
  ];
}

function isSameTaint(left: { key: string; value: string; effect: string }, right: typeof left): boolean {
  return left.key === right.key && left.value === right.value && left.effect === right.effect;
}

function foreignInterfaces({ interfaces, instanceIds }: HandmadePool): string[] {
  return interfaces
    .filter((one) => !isOfPool(one, instanceIds))
    .slice(0, 10)
    .map(
      ({ networkInterfaceId, vSwitchId }) =>
        `${networkInterfaceId} in ${vSwitchId} is not the pool's and would be let in too`,
    );
}

/** On a node of the pool, or left on none by Terway. */
function isOfPool({ instanceId, tags }: NetworkInterface, instanceIds: ReadonlySet<string>): boolean {
  if (instanceId !== undefined) return instanceIds.has(instanceId);
  return tags.some(({ key, value }) => key === 'creator' && value.startsWith('terway'));
}

function sizeNotes({ request }: HandmadePool, found: readonly VSwitch[]): string[] {
  const zones = [...new Set(found.map(({ zoneId }) => zoneId))];
  const podsPerZone = Math.ceil(request.expectedPods / Math.max(1, zones.length - 1));
  return zones.flatMap((zoneId) => {
    const inZone = found.filter((one) => one.zoneId === zoneId);
    const room = inZone.reduce((sum, { cidrBlock }) => sum + usableAddresses(prefixOf(blockOf(cidrBlock))), 0);
    if (room >= 2 * podsPerZone) return [];
    return [`${zoneId} has ${room} addresses, fewer than twice the ${podsPerZone} pods that it may have to take`];
  });
}

/** What somebody let in before stays as it is: it is theirs. */
function whitelistNotes(found: readonly VSwitch[], whitelists: readonly DriftInstance[]): string[] {
  return whitelists.flatMap(({ instanceId, groups }) =>
    groups.flatMap(({ name, entries }) =>
      [...entrySet(entries)]
        .filter((entry) => found.some(({ cidrBlock }) => admits(entry, cidrBlock)))
        .map(
          (entry) => `${instanceId} lets ${entry} in by its group ${name}: that is not touched, and ends by no grant`,
        ),
    ),
  );
}

function admits(entry: string, cidr: string): boolean {
  const block = parseCidr(canonicalEntry(entry));
  return block !== undefined && overlaps(block, blockOf(cidr));
}
