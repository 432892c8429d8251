/** Nodes of one node pool, by the ids of their machines. */
export interface NodesOfPool {
  clusterId: string;
  nodePoolId: string;
  instanceIds: string[];
}
