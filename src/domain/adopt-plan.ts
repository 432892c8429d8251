/** What adopting nodes into a pool will do, computed before anything changes. */
export interface AdoptPlan {
  schemaVersion: 1;
  kind: 'adopt-nodes';
  installation: string;
  poolId: string;
  poolName: string;
  clusterName: string;
  clusterId: string;
  nodePoolId: string;
  configMapName: string;
  terwayDaemonSet: string;
  /** Those that serve pods. */
  vSwitches: { zoneId: string; vSwitchId: string; cidrBlock: string }[];
  canary: { image: string; namespace: string };
  /** In the order in which they come over, one after the other. */
  nodes: NodeToAdopt[];
}

export interface NodeToAdopt {
  nodeName: string;
  instanceId: string;
  zoneId: string;
  /** The node pool that it is taken out of. */
  source: { nodePoolId: string; name: string };
  /** It took no pods before anybody asked, so it is left like that if it does not come over. */
  wasCordoned: boolean;
  /** How many pods are moved off. */
  pods: number;
}

/** The steps of one node, by its machine: names are kept over retries. */
export function adoptSteps({ instanceId }: Pick<NodeToAdopt, 'instanceId'>) {
  return {
    drain: `drain-${instanceId}`,
    remove: `remove-${instanceId}`,
    unbind: `unbind-${instanceId}`,
    attach: `attach-${instanceId}`,
    check: `check-${instanceId}`,
    canary: `canary-${instanceId}`,
  };
}
