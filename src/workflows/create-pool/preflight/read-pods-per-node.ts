import type { Cloud } from '../../../cloud/cloud.ts';
import { admitsWholeNodes, type PoolNetwork } from '../../../domain/pool-network.ts';
import type { Kubernetes, Node } from '../../../kubernetes/kubernetes.ts';
import { demandOffered, podAddressesOf } from './size-and-allocate.ts';

/** What a kubelet runs unless it is told otherwise. */
const usualPodsPerNode = 110;

/**
 * How many pods one node of the pool can have: on Terway what the interfaces of its instance type give addresses to,
 * on Flannel what the kubelets of the cluster run, as its nodes show it. Throws PLAN_INVALID with what is wrong.
 */
export async function readPodsPerNode(
  { cloud, kubernetes }: { cloud: Cloud; kubernetes: Kubernetes },
  { network, instanceTypes }: { network: PoolNetwork; instanceTypes: string[] },
): Promise<number> {
  const isNodeBound = admitsWholeNodes({ network });
  const [found, nodes] = await Promise.all([
    cloud.ecs.listInstanceTypes(instanceTypes),
    isNodeBound ? kubernetes.listNodes('') : [],
  ]);
  demandOffered(instanceTypes, found);
  return isNodeBound ? podsPerKubelet(nodes) : podAddressesOf(found);
}

/** Of the cluster's nodes the one with the fewest: ACK sizes each node's block of pod addresses to fit it. */
function podsPerKubelet(nodes: Node[]): number {
  const known = nodes.flatMap(({ mostPods }) => (mostPods === undefined ? [] : [mostPods]));
  return known.length === 0 ? usualPodsPerNode : Math.min(...known);
}
