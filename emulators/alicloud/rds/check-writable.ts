import { ApiError } from '../errors.ts';
import type { World } from '../world.ts';
import type { DbInstance } from './state.ts';

/** Throws unless the instance runs unlocked and, for a read-only one, its primary runs too. */
export function checkWritable(world: World, instance: DbInstance): void {
  if (instance.status !== 'Running') {
    const message = 'Current DB instance state does not support this operation.';
    throw new ApiError(403, 'IncorrectDBInstanceState', message);
  }
  const primary = world.rds.instances.get(instance.masterId);
  if (primary && primary.status !== 'Running') {
    const message = 'Current master DB instance state does not support this operation.';
    throw new ApiError(400, 'IncorrectMasterDBInstanceState', message);
  }
  if (instance.lockMode !== 'Unlock') {
    throw new ApiError(404, 'IncorrectDBInstanceLockMode', 'The DB instance is locked.');
  }
}
