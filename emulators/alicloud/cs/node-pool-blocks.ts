import { objectAt, objectsAt, textAt, textsAt } from '../json.ts';
import type { NodePool } from './state.ts';

export function nameOfPool(pool: NodePool): string {
  return textAt(objectAt(pool.blocks, 'nodepool_info'), 'name');
}

export function vSwitchIdsOf(pool: NodePool): string[] {
  return textsAt(objectAt(pool.blocks, 'scaling_group'), 'vswitch_ids');
}

export function instanceTypesOf(pool: NodePool): string[] {
  return textsAt(objectAt(pool.blocks, 'scaling_group'), 'instance_types');
}

/** The pool's first own security group; empty when it uses the cluster's. */
export function securityGroupOf(pool: NodePool): string {
  return textsAt(objectAt(pool.blocks, 'scaling_group'), 'security_group_ids')[0] ?? '';
}

/** `NoSpot` unless the pool buys spot instances. */
export function spotStrategyOf(pool: NodePool): string {
  return textAt(objectAt(pool.blocks, 'scaling_group'), 'spot_strategy') || 'NoSpot';
}

export function tagsOf(pool: NodePool): Record<string, string> {
  return keyed(objectsAt(objectAt(pool.blocks, 'scaling_group'), 'tags'));
}

export function labelsOf(pool: NodePool): Record<string, string> {
  return keyed(objectsAt(objectAt(pool.blocks, 'kubernetes_config'), 'labels'));
}

export function taintsOf(pool: NodePool): { key: string; value: string; effect: string }[] {
  return objectsAt(objectAt(pool.blocks, 'kubernetes_config'), 'taints').map((taint) => ({
    key: textAt(taint, 'key'),
    value: textAt(taint, 'value'),
    effect: textAt(taint, 'effect'),
  }));
}

function keyed(items: Parameters<typeof textAt>[0][]): Record<string, string> {
  return Object.fromEntries(items.map((item) => [textAt(item, 'key'), textAt(item, 'value')]));
}
