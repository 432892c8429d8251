import type { Cloud } from '../../cloud/cloud.ts';
import { type PodOfPool, poolWorkloads } from '../../domain/capacity/pool-workloads.ts';
import type { DeletePlan } from '../../domain/delete-plan.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { isOurs, markerKeys } from '../../domain/markers.ts';
import type { Pool } from '../../domain/pool.ts';
import { poolSelector } from '../../domain/pool-network.ts';
import { accessRequestOf, openRequestIndex } from '../../store/access-records.ts';
import { readLiveGrants } from '../../store/read-live-grants.ts';
import { findWhitelistHolders } from '../pool-steps/find-whitelist-holders.ts';
import { type PlacedPod, podName, podsToMove } from '../pool-steps/pods-to-move.ts';
import { cloudOf, kubernetesOf } from '../pool-steps/pool-target.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** Looks at everything that is the pool's and at whatever keeps it from going; changes nothing. */
export async function computeDeletePlan(deps: WorkflowDeps, pool: Pool): Promise<DeletePlan> {
  const cloud = cloudOf(deps, pool.clusterName);
  const kubernetes = kubernetesOf(deps, pool.clusterName);
  const [vSwitches, nodes, vpc, grants, requests] = await Promise.all([
    vSwitchesOf(deps, cloud, pool),
    kubernetes.listNodes(`${markerKeys.pool}=${pool.id}`),
    cloud.vpc.readVpc(pool.vpcId),
    readLiveGrants(deps.store),
    deps.store.readIndex(openRequestIndex).then((ids) => deps.store.readMany(ids)),
    demandOurNodePool(deps, cloud, pool),
  ]);
  const [pods, holders] = await Promise.all([
    Promise.all(nodes.map(({ name }) => podsToMove(kubernetes, name))),
    findWhitelistHolders(deps, {
      regionId: pool.regionId,
      cidrBlocks: vSwitches.map(({ cidrBlock }) => cidrBlock),
      vpcBlocks: vpc?.cidrBlocks ?? [],
    }),
  ]);
  const users = pods.flat().filter((pod) => isUser(pod, pool));
  return {
    schemaVersion: 1,
    kind: 'delete-pool',
    installation: deps.settings.installation,
    ...{ poolId: pool.id, poolName: pool.name, clusterName: pool.clusterName, clusterId: pool.clusterId },
    ...{ regionId: pool.regionId, vpcId: pool.vpcId, configMapName: pool.configMapName, nodePoolId: pool.nodePoolId },
    network: pool.network,
    vSwitches,
    nodes: nodes.map(({ name }) => name),
    strays: pods
      .flat()
      .filter((pod) => !users.includes(pod))
      .map(podName),
    requestIds: requests
      .map(accessRequestOf)
      .filter(({ poolId }) => poolId === pool.id)
      .map(({ id }) => id),
    inTheWay: {
      grants: grants
        .filter(({ poolId, state }) => poolId === pool.id && state !== 'ended')
        .map(({ id, instanceId }) => ({ grantId: id, instanceId })),
      pods: poolWorkloads(users.map(podOfPool), deps.clock.now()),
    },
    holders,
  };
}

/** A pod of the pool's own namespaces, or one that names the pool; what merely tolerates its nodes only strays there. */
function isUser({ namespace, nodeSelector, isCanary }: PlacedPod, pool: Pool): boolean {
  if (isCanary) return false;
  const { key, value } = poolSelector(pool);
  return nodeSelector[key] === value || pool.namespaces.includes(namespace);
}

function podOfPool({ namespace, name, workload, hasAddress }: PlacedPod): PodOfPool {
  return { namespace, name, workload, hasAddress };
}

/** By record or by marker, so that nothing is left behind; one of the record that lost its marker is for a person. */
async function vSwitchesOf(deps: WorkflowDeps, { vpc }: Cloud, pool: Pool): Promise<DeletePlan['vSwitches']> {
  const marker = { installation: deps.settings.installation, poolId: pool.id };
  const known = pool.vSwitches.flatMap(({ zoneId, vSwitchId, cidrBlock }) =>
    vSwitchId === undefined ? [] : [{ zoneId, vSwitchId, cidrBlock }],
  );
  const found = await vpc.listVSwitches(pool.vpcId, 'fresh');
  const lost = found.find(
    (one) => known.some(({ vSwitchId }) => vSwitchId === one.vSwitchId) && !isOurs(one.tags, marker),
  );
  if (lost) throw notOurs(`vSwitch ${lost.vSwitchId}`);
  const others = found.filter(
    (one) => isOurs(one.tags, marker) && !known.some(({ vSwitchId }) => vSwitchId === one.vSwitchId),
  );
  return [...known, ...others.map(({ zoneId, vSwitchId, cidrBlock }) => ({ zoneId, vSwitchId, cidrBlock }))];
}

async function demandOurNodePool(deps: WorkflowDeps, { ack }: Cloud, pool: Pool): Promise<void> {
  const { clusterId, nodePoolId, id: poolId } = pool;
  const found = nodePoolId === undefined ? undefined : await ack.readNodePool({ clusterId, nodePoolId }, 'fresh');
  const marker = { installation: deps.settings.installation, poolId };
  if (found && !isOurs(found.tags, marker) && !isOurs(found.labels, marker)) throw notOurs(`Node pool ${nodePoolId}`);
}

function notOurs(what: string): NeedsHumanError {
  return new NeedsHumanError({
    code: 'NOT_OURS',
    publicText: `${what} is the pool's by its record and carries no marker of it any more, so nothing was touched. If it still is the pool's, put its tags back (egress-pool/installation and egress-pool/pool), then retry.`,
  });
}
