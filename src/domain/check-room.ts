import { allocateCidrs } from './allocate-cidrs.ts';
import type { CreateRequest } from './create-request.ts';
import type { InputProblem } from './input-problem.ts';
import type { ClusterInventory } from './inventory.ts';
import { isSizingProblem, type Sizing, type SizingProblem, sizePool } from './sizing.ts';

/** Without `--zones` a pool takes at most so many. */
const zonesByDefault = 3;

/**
 * Whether a request can fit, by what was last read of the cloud: a refusal is certain as of then, while a "yes" is
 * only likely, since the plan also counts DaemonSets, routes and reservations.
 */
export function checkRoom(
  request: CreateRequest,
  known: ClusterInventory | undefined,
  defaultNodes: number,
): InputProblem | undefined {
  const space = known?.space;
  const sizing = known && sizeFor(request, known, defaultNodes);
  if (!space || !sizing) return undefined;
  if (isSizingProblem(sizing)) return explain(sizing, request);
  if (fits(space, sizing, zonesOf(request, known))) return undefined;
  const where = space.poolCidrs.length > 0 ? space.poolCidrs.join(', ') : space.vpcCidrs.join(', ');
  const zones = zonesOf(request, known);
  return {
    field: 'pods',
    message: `${request.expectedPods} pods need ${zones} free /${sizing.prefix} ${zones === 1 ? 'block' : 'blocks'}, and ${where} has no room for that`,
    example: `--pods ${mostThatFits(request, known, defaultNodes)}`,
  };
}

function sizeFor(
  request: CreateRequest,
  known: ClusterInventory,
  defaultNodes: number,
): Sizing | SizingProblem | undefined {
  const types = request.instanceTypes ?? known.defaultInstanceTypes;
  const capacities = known.instanceTypes.filter(({ id }) => types.includes(id)).map(({ pods }) => pods);
  const zones = zonesOf(request, known);
  if (capacities.length === 0 || zones === 0) return undefined;
  return sizePool({
    network: known.network,
    expectedPods: request.expectedPods,
    zones,
    nodes: request.nodes,
    defaultNodes,
    podsPerNode: Math.min(...capacities),
    daemonSetPods: 0,
    trunk: false,
  });
}

function zonesOf(request: CreateRequest, known: ClusterInventory): number {
  return request.zones?.length ?? Math.min(zonesByDefault, known.zones.length);
}

function fits(space: NonNullable<ClusterInventory['space']>, { prefix }: Sizing, zones: number): boolean {
  return allocateCidrs({ ...space, routes: [] }, Array<number>(zones).fill(prefix)) !== undefined;
}

function mostThatFits(request: CreateRequest, known: ClusterInventory, defaultNodes: number): number {
  for (let pods = Math.floor(request.expectedPods / 2); pods >= 1; pods = Math.floor(pods / 2)) {
    const sizing = sizeFor({ ...request, expectedPods: pods }, known, defaultNodes);
    if (!sizing || isSizingProblem(sizing) || !known.space) continue;
    if (fits(known.space, sizing, zonesOf(request, known))) return pods;
  }
  return 1;
}

function explain(problem: SizingProblem, { expectedPods }: CreateRequest): InputProblem {
  switch (problem.kind) {
    case 'fewer-nodes-than-zones':
      return {
        field: 'nodes',
        message: `${problem.nodes} ${problem.nodes === 1 ? 'node' : 'nodes'} for ${problem.zones} zones: every zone needs one`,
        example: `--nodes ${problem.zones}`,
      };
    case 'nodes-too-small':
      return {
        field: 'nodes',
        message: `${problem.nodes} nodes hold about ${problem.podsThatFit} pods, not ${expectedPods}`,
        example: `--nodes ${problem.nodesNeeded}`,
      };
    case 'too-many-pods':
      return {
        field: 'pods',
        message: `${problem.podsPerZone} pods in one zone need more addresses than the largest vSwitch (/16) has`,
        example: `--pods ${Math.floor(expectedPods / 2)}`,
      };
  }
}
