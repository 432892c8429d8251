import type { Machine } from '../../machines/machines.ts';
import { nodeNameOf } from './node-object.ts';

/** Knobs name a node by its name, its instance, its node pool, or all nodes by `*`. */
export function isSelected(selection: string[], machine: Machine): boolean {
  const names = ['*', nodeNameOf(machine), machine.instanceId, machine.nodePoolId];
  return selection.some((one) => names.includes(one));
}
