import { until } from '../../support/until.ts';
import { type Cloud, cs, prod } from './harness.ts';

const nodes = ['vsw-2zenodes-h', 'vsw-2zenodes-g'];

export function poolRequest(size: number, more: object = {}) {
  return new cs.CreateClusterNodePoolRequest({
    nodepoolInfo: { name: 'pool-1' },
    scalingGroup: {
      vswitchIds: nodes,
      instanceTypes: ['ecs.g7.xlarge'],
      instanceChargeType: 'PostPaid',
      systemDiskCategory: 'cloud_essd',
      systemDiskSize: 120,
      desiredSize: size,
    },
    kubernetesConfig: {
      labels: [{ key: 'terway-config', value: 'pool-1' }],
      taints: [{ key: 'egress-pool', value: 'pool-1', effect: 'NoSchedule' }],
    },
    ...more,
  });
}

export async function createPool(cloud: Cloud, size: number) {
  const { body } = await cloud.cs.createClusterNodePool(prod, poolRequest(size));
  return { poolId: body?.nodepoolId ?? '', taskId: body?.taskId ?? '' };
}

export const detail = (cloud: Cloud, poolId: string) =>
  cloud.cs.describeClusterNodePoolDetail(prod, poolId).then((answer) => answer.body);

export function awaitTask(cloud: Cloud, taskId: string) {
  return until(async () => {
    const { body } = await cloud.cs.describeTaskInfo(taskId);
    return body?.state === 'running' ? undefined : body;
  });
}

export function awaitWritable(cloud: Cloud) {
  return until(() => (cloud.emulator.state.clusters.get(prod)?.state === 'running' ? true : undefined));
}

export async function modify(cloud: Cloud, poolId: string, change: object) {
  await awaitWritable(cloud);
  return cloud.cs.modifyClusterNodePool(prod, poolId, new cs.ModifyClusterNodePoolRequest(change));
}

export const instancesOf = (cloud: Cloud, poolId: string) =>
  [...cloud.emulator.state.instances.values()].filter((one) => one.nodePoolId === poolId);
