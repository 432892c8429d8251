import type { JsonObject } from '../json.ts';

export interface Cluster {
  clusterId: string;
  name: string;
  regionId: string;
  vpcId: string;
  state: 'running' | 'scaling' | 'updating' | 'removing' | (string & {});
  network: 'terway' | 'flannel';
  terwayVersion: string;
  serviceCidr: string;
  /** Flannel only; empty with Terway. */
  containerCidr: string;
  securityGroupId: string;
  /** The control plane's. */
  vswitchIds: string[];
  kubernetesVersion: string;
  tags: Record<string, string>;
  createdAtMs: number;
  /** What DescribeClusterUserKubeconfig hands out; may be set when the API server is up. */
  kubeconfig: string | undefined;
}

export interface NodePool {
  nodePoolId: string;
  clusterId: string;
  isDefault: boolean;
  state: 'active' | 'scaling' | 'updating' | 'removing' | 'deleting' | 'delete_failed';
  desiredSize: number;
  scalingGroupId: string;
  /** The blocks of the API as they were sent, `desired_size` aside. */
  blocks: JsonObject;
  createdAtMs: number;
  updatedAtMs: number;
  listedFromMs: number;
  /** The scale-out under way. */
  scaleOut:
    | { taskId: string; instanceIds: string[]; shortfall: { code: string; message: string } | undefined }
    | undefined;
}

export interface Task {
  taskId: string;
  clusterId: string;
  nodePoolId: string;
  type: string;
  state: 'running' | 'success' | 'fail';
  stages: { name: string; state: 'running' | 'success' | 'fail'; startedAtMs: number; endedAtMs: number | undefined }[];
  results: { data: string; status: 'success' | 'failed' }[];
  error: { code: string; message: string } | undefined;
  createdAtMs: number;
  updatedAtMs: number;
}

export interface CsState {
  clusters: Map<string, Cluster>;
  nodePools: Map<string, NodePool>;
  tasks: Map<string, Task>;
}
