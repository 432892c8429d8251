import type { World } from '../world.ts';
import { replicasOf } from './find.ts';
import type { DbInstance } from './state.ts';

/** What the list and the attribute call have in common. Tags are in neither. */
export function viewDbInstance(world: World, instance: DbInstance) {
  return {
    DBInstanceId: instance.id,
    DBInstanceDescription: instance.description,
    DBInstanceStatus: instance.status,
    DBInstanceType: instance.masterId === '' ? 'Primary' : 'Readonly',
    DBInstanceNetType: 'Intranet',
    DBInstanceStorageType: instance.storageType,
    Engine: instance.engine,
    EngineVersion: instance.engineVersion,
    InstanceNetworkType: 'VPC',
    LockMode: instance.lockMode,
    MasterInstanceId: instance.masterId,
    RegionId: instance.regionId,
    ZoneId: instance.zoneId,
    VpcId: instance.vpcId,
    VSwitchId: instance.vSwitchId,
    ReadOnlyDBInstanceIds: {
      ReadOnlyDBInstanceId: replicasOf(world, instance.id).map(({ id }) => ({ DBInstanceId: id })),
    },
  };
}
