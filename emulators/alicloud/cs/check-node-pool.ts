import { ApiError } from '../errors.ts';
import { isObject, type Json, type JsonObject, objectAt, objectsAt, textAt, textsAt } from '../json.ts';
import type { World } from '../world.ts';
import { nodePoolBlocks } from './node-pool-fields.ts';
import type { Cluster } from './state.ts';

/** Throws for a body that the API would refuse, whether it creates or changes a node pool. */
export function checkNodePool(world: World, cluster: Cluster, body: JsonObject, topLevel: string[]): void {
  for (const [name, block] of Object.entries(body)) {
    const fields = nodePoolBlocks[name];
    if (fields === undefined) {
      if (topLevel.includes(name)) continue;
      throw invalid(name);
    }
    if (!isObject(block)) throw invalid(name);
    checkBlock(name, fields, block);
  }
  checkScaling(world, cluster, body);
  checkKubernetes(objectAt(body, 'kubernetes_config'));
}

export function invalid(name: string): ApiError {
  return new ApiError(400, 'InvalidParameter', `The specified parameter ${name} is not valid.`);
}

function checkBlock(name: string, fields: string, block: JsonObject): void {
  const types = new Map(fields.split(/\s+/).map((field) => [field.split(':')[0] ?? '', field.split(':')[1] ?? 'str']));
  for (const [field, value] of Object.entries(block)) {
    const type = types.get(field);
    if (type === undefined || !hasType(value, type)) throw invalid(`${name}.${field}`);
  }
}

function hasType(value: Json, type: string): boolean {
  if (type === 'list') return Array.isArray(value);
  if (type === 'obj') return isObject(value);
  return typeof value === { num: 'number', bool: 'boolean', str: 'string' }[type];
}

function checkScaling(world: World, cluster: Cluster, body: JsonObject): void {
  const scaling = objectAt(body, 'scaling_group');
  const size = scaling.desired_size;
  if (objectAt(body, 'auto_scaling').enable === true && size !== undefined) {
    const message = 'desired_size and count must be null when auto scaling is enabled';
    throw new ApiError(400, 'InvalidDesiredSizeOrCount.NotNull', message);
  }
  if (typeof size === 'number' && (!Number.isInteger(size) || size < 0)) throw invalid('scaling_group.desired_size');
  if (scaling.instance_types !== undefined) checkInstanceTypes(world, textsAt(scaling, 'instance_types'));
  if (scaling.vswitch_ids !== undefined) checkVSwitches(world, cluster, textsAt(scaling, 'vswitch_ids'));
}

function checkInstanceTypes(world: World, ids: string[]): void {
  if (ids.length < 1 || ids.length > 10) throw invalid('scaling_group.instance_types');
  const unknown = ids.find((id) => !world.ecs.instanceTypes.has(id));
  if (unknown) throw new ApiError(400, 'InvalidInstanceType.NotFound', `instance type ${unknown} is not found`);
}

function checkVSwitches(world: World, cluster: Cluster, ids: string[]): void {
  if (ids.length < 1 || ids.length > 8) throw invalid('scaling_group.vswitch_ids');
  for (const id of ids) {
    if (world.vpc.vSwitches.get(id)?.vpcId === cluster.vpcId) continue;
    throw new ApiError(400, 'InvalidVSwitchId.NotFound', `vswitch ${id} is not found in vpc ${cluster.vpcId}`);
  }
}

function checkKubernetes(config: JsonObject): void {
  const effects = ['NoSchedule', 'NoExecute', 'PreferNoSchedule'];
  for (const taint of objectsAt(config, 'taints')) {
    if (textAt(taint, 'key') === '') throw invalid('kubernetes_config.taints.key');
    if (!effects.includes(textAt(taint, 'effect'))) throw invalid('kubernetes_config.taints.effect');
  }
  const keys = objectsAt(config, 'labels').map((label) => textAt(label, 'key'));
  if (keys.includes('') || new Set(keys).size !== keys.length) throw invalid('kubernetes_config.labels');
}
