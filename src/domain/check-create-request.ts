import { checkRoom } from './check-room.ts';
import type { CreateRequest, RawCreateRequest } from './create-request.ts';
import type { InputProblem } from './input-problem.ts';
import type { ClusterInventory, Inventory } from './inventory.ts';
import { namespacePattern, poolNamePattern } from './names.ts';
import { nearest } from './nearest.ts';
import { isProblem, parseDurationMs, parseList, parseNodes, parsePods, quoted } from './parse-flags.ts';
import { parseOwnerGroup } from './parse-owner-group.ts';

export interface CreateRequestFacts {
  clusters: { name: string; defaultNodes?: number }[];
  /** What is known of the clouds; undefined until the first refresh, then the plan job checks instead. */
  inventory: Inventory | undefined;
}

/** Checks everything about a create request that can be known without a call. Every problem is reported at once. */
export function checkCreateRequest(
  raw: RawCreateRequest,
  facts: CreateRequestFacts,
): { ok: true; request: CreateRequest } | { ok: false; problems: InputProblem[] } {
  const cluster = checkCluster(raw.cluster, facts);
  const known =
    typeof cluster === 'string' ? facts.inventory?.clusters.find(({ name }) => name === cluster) : undefined;
  const parsed = {
    name: checkName(raw.name),
    cluster,
    pods: parsePods(raw.pods),
    zones: checkZones(raw.zones, known),
    nodes: parseNodes(raw.nodes),
    instanceTypes: checkInstanceTypes(raw.instanceType, known),
    namespaces: checkNamespaces(raw.namespaces),
    owner: raw.owner === undefined ? undefined : parseOwnerGroup(raw.owner),
    ttlMs: parseDurationMs('ttl', raw.ttl),
  };
  const problems = Object.values(parsed).flatMap((value) => (isProblem(value) ? [value] : []));
  if (!isProblem(parsed.zones) && !isProblem(parsed.nodes))
    problems.push(...checkNodesPerZone(parsed.zones, parsed.nodes));
  if (problems.length > 0) return { ok: false, problems };
  const value = parsed as { [Key in keyof typeof parsed]: Exclude<(typeof parsed)[Key], InputProblem> };
  const request: CreateRequest = {
    name: value.name,
    clusterName: value.cluster,
    expectedPods: value.pods,
    zones: value.zones,
    nodes: value.nodes,
    instanceTypes: value.instanceTypes,
    namespaces: value.namespaces ?? [],
    ownerGroup: value.owner,
    ttlMs: value.ttlMs,
    dryRun: raw.dryRun ?? false,
  };
  const { defaultNodes = 1 } = facts.clusters.find(({ name }) => name === value.cluster) ?? {};
  const noRoom = checkRoom(request, known, defaultNodes);
  return noRoom ? { ok: false, problems: [noRoom] } : { ok: true, request };
}

function checkName(name: string | undefined): string | InputProblem {
  if (name !== undefined && poolNamePattern.test(name)) return name;
  return {
    field: 'name',
    message: `${name ? `${quoted(name)} is not a pool name` : 'a pool needs a name'}: lower-case letters, digits and hyphens, starting with a letter, 40 at most`,
    example: 'payments',
  };
}

function checkCluster(name: string | undefined, facts: CreateRequestFacts): string | InputProblem {
  const names = facts.clusters.map((cluster) => cluster.name);
  if (name === undefined && names.length === 1 && names[0]) return names[0];
  if (name !== undefined && names.includes(name)) return name;
  const hint = name === undefined ? 'which cluster' : `there is no cluster ${quoted(name)}`;
  const example = nearest(name ?? '', names) ?? names[0] ?? 'prod';
  return { field: 'cluster', message: `${hint}; known are ${names.join(', ')}`, example: `--cluster ${example}` };
}

function checkZones(
  text: string | undefined,
  cluster: ClusterInventory | undefined,
): string[] | undefined | InputProblem {
  const zones = parseList(text);
  if (!zones) return undefined;
  const known = cluster?.zones.map(({ zoneId }) => zoneId);
  const example = `--zones ${(known ?? ['cn-beijing-h', 'cn-beijing-g']).slice(0, 2).join(',')}`;
  if (zones.length === 0 || zones.length > 8)
    return { field: 'zones', message: 'between one and eight zones', example };
  if (new Set(zones).size !== zones.length) return { field: 'zones', message: 'a zone is named twice', example };
  const unknown = zones.find((zone) => !/^[a-z0-9-]{1,40}$/.test(zone) || (known && !known.includes(zone)));
  if (unknown === undefined) return zones;
  const clusterName = cluster?.name ?? 'the cluster';
  return {
    field: 'zones',
    message: `${quoted(unknown)} is no zone of ${clusterName} with a node vSwitch${known ? `; there are ${known.join(', ')}` : ''}`,
    example,
  };
}

function checkInstanceTypes(
  text: string | undefined,
  cluster: ClusterInventory | undefined,
): string[] | undefined | InputProblem {
  const types = parseList(text);
  if (!types) return undefined;
  const known = cluster?.instanceTypes.map(({ id }) => id) ?? [];
  const example = `--instance-type ${known[0] ?? 'ecs.g7.xlarge'}`;
  if (types.length === 0 || types.length > 10) {
    return { field: 'instance-type', message: 'between one and ten instance types', example };
  }
  const wrong = types.find(
    (type) => !/^ecs\.[a-z0-9.-]{2,40}$/.test(type) || (known.length > 0 && !known.includes(type)),
  );
  if (wrong === undefined) return types;
  const close = nearest(wrong, known);
  return {
    field: 'instance-type',
    message: `${quoted(wrong)} is no instance type that can carry pods in ${cluster?.name ?? 'this region'}`,
    example: close ? `--instance-type ${close}` : example,
  };
}

function checkNamespaces(text: string | undefined): string[] | undefined | InputProblem {
  const namespaces = parseList(text);
  const wrong = namespaces?.find((namespace) => !namespacePattern.test(namespace));
  if (wrong === undefined) return namespaces;
  return { field: 'namespaces', message: `${quoted(wrong)} is no namespace`, example: '--namespaces payments,billing' };
}

function checkNodesPerZone(zones: string[] | undefined, nodes: { min: number } | undefined): InputProblem[] {
  if (!zones || !nodes || nodes.min >= zones.length) return [];
  return [
    {
      field: 'nodes',
      message: `${nodes.min} ${nodes.min === 1 ? 'node' : 'nodes'} for ${zones.length} zones: every zone needs one`,
      example: `--nodes ${zones.length}`,
    },
  ];
}
