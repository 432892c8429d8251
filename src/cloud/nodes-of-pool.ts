/** Machines that are, or are to be, nodes of a node pool. Those to be are in no cluster; look for them before a second try. */
export interface NodesOfPool {
  clusterId: string;
  nodePoolId: string;
  instanceIds: string[];
}
