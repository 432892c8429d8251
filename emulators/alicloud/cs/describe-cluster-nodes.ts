import type { RoaAction } from '../action.ts';
import { nodeName } from '../ecs/announce.ts';
import type { Instance } from '../ecs/state.ts';
import { timestamp } from '../world.ts';
import { invalid } from './check-node-pool.ts';
import { clusterOf } from './find.ts';

export const describeClusterNodes: RoaAction = {
  style: 'roa',
  product: 'cs',
  action: 'DescribeClusterNodes',
  method: 'GET',
  path: '/clusters/{ClusterId}/nodes',
  query: 'instanceIds nodeIps nodeLabels nodeNames nodepool_id pageNumber:num pageSize:num state',
  run({ world, parameters }) {
    const { clusterId } = clusterOf(world, parameters);
    const ids = parameters.text('instanceIds').split(',').filter(Boolean);
    const state = parameters.text('state') || 'all';
    const found = [...world.ecs.instances.values()].filter(
      (instance) =>
        instance.clusterId === clusterId &&
        (ids.length === 0 || ids.includes(instance.instanceId)) &&
        (!parameters.has('nodepool_id') || parameters.text('nodepool_id') === instance.nodePoolId) &&
        (state === 'all' || state === stateOf(instance)),
    );
    const number = parameters.number('pageNumber', 1);
    const size = parameters.number('pageSize', 10);
    if (number < 1 || size < 1 || size > 100) throw invalid('pageSize');
    return {
      nodes: found.slice((number - 1) * size, number * size).map(view),
      page: { page_number: number, page_size: size, total_count: found.length },
    };
  },
};

function stateOf(instance: Instance): 'running' | 'removing' | 'initial' | 'failed' {
  if (instance.isRemoving) return 'removing';
  if (instance.hasFailed) return 'failed';
  return instance.wasReady ? 'running' : 'initial';
}

function view(instance: Instance) {
  return {
    instance_id: instance.instanceId,
    instance_name: nodeName(instance),
    host_name: nodeName(instance),
    instance_role: 'Worker',
    instance_status: instance.status,
    instance_type: instance.instanceType,
    instance_charge_type: 'PostPaid',
    ip_address: [instance.primaryIpAddress],
    is_aliyun_node: true,
    node_name: instance.node?.name ?? nodeName(instance),
    node_status: instance.node ? (instance.node.ready ? 'Ready' : 'NotReady') : 'Unknown',
    nodepool_id: instance.nodePoolId,
    source: 'ess',
    state: stateOf(instance),
    error_message: instance.hasFailed ? 'node is not ready in time' : '',
    creation_time: timestamp(instance.createdAtMs),
  };
}
