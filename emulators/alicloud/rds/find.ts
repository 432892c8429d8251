import { ApiError } from '../errors.ts';
import type { World } from '../world.ts';
import type { DbInstance } from './state.ts';

export function dbInstanceOf(world: World, id: string): DbInstance {
  const instance = world.rds.instances.get(id);
  if (instance) return instance;
  throw new ApiError(404, 'InvalidDBInstanceName.NotFound', 'The database instance does not exist.');
}

export function replicasOf(world: World, id: string): DbInstance[] {
  return [...world.rds.instances.values()].filter((instance) => instance.masterId === id);
}
