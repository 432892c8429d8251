import type { ActionContext, RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import type { World } from '../world.ts';
import { dbInstanceOf } from './find.ts';
import { checkOverlap, parseEntries } from './parse-entries.ts';
import type { DbInstance, NetworkType, WhitelistGroup } from './state.ts';

/**
 * `Cover` replaces one group's whole list and makes the group if it is not there; `Append` and `Delete` edit it.
 * Limits: 1000 entries over all groups of an instance, 50 groups, and only while the instance is `Running`.
 */
export const modifySecurityIps: RpcAction = {
  style: 'rpc',
  product: 'rds',
  action: 'ModifySecurityIps',
  parameters: `DBInstanceIPArrayAttribute DBInstanceIPArrayName DBInstanceId* FreshWhiteListReadins ModifyMode
    SecurityIPType SecurityIps* WhitelistNetworkType`,
  run(ctx) {
    const instance = dbInstanceOf(ctx.world, ctx.parameters.text('DBInstanceId'));
    checkWritable(instance);
    const change = readChange(ctx, instance);
    const group = instance.groups.find((one) => isSame(one, change.name, change.networkType));
    const entries = changed(change, group?.entries ?? []);
    checkOverlap(entries);
    checkLimits(instance, group, entries);
    if (group) group.entries = entries;
    else instance.groups.push({ ...change, entries });
    ctx.markChanged();
    keepBusy(ctx.world, instance);
    return { TaskId: 100_000 + instance.groups.length };
  },
};

interface Change {
  name: string;
  attribute: string;
  networkType: NetworkType;
  mode: string;
  entries: string[];
}

function checkWritable(instance: DbInstance): void {
  if (instance.status !== 'Running') {
    const message = 'Current DB instance state does not support this operation.';
    throw new ApiError(403, 'IncorrectDBInstanceState', message);
  }
  if (instance.lockMode !== 'Unlock') {
    throw new ApiError(404, 'IncorrectDBInstanceLockMode', 'The DB instance is locked.');
  }
}

function readChange({ parameters }: ActionContext, instance: DbInstance): Change {
  const name = parameters.text('DBInstanceIPArrayName') || 'default';
  if (!/^[a-z][a-z0-9_]{0,30}[a-z0-9]$/i.test(name)) {
    throw new ApiError(400, 'InvalidIPArrayName.Format', 'The specified IP array name is not valid.');
  }
  const mode = parameters.text('ModifyMode') || 'Cover';
  if (!['Cover', 'Append', 'Delete'].includes(mode)) {
    throw new ApiError(400, 'InvalidParameter', 'The specified parameter "ModifyMode" is not valid.');
  }
  const isEnhanced = instance.securityIpMode === 'safety';
  const networkType = networkTypeOf(parameters.text('WhitelistNetworkType') || 'MIX');
  if (!networkType || isEnhanced === (networkType === 'MIX')) {
    throw new ApiError(400, 'InvalidWhitelistNetType.Malformed', 'The whitelist network type is not valid.');
  }
  const attribute = parameters.text('DBInstanceIPArrayAttribute');
  return { name, attribute, networkType, mode, entries: parseEntries(parameters.text('SecurityIps')) };
}

function networkTypeOf(text: string): NetworkType | undefined {
  const known: NetworkType[] = ['MIX', 'VPC', 'Classic'];
  return known.find((type) => type.toLowerCase() === text.toLowerCase());
}

function isSame(group: WhitelistGroup, name: string, networkType: NetworkType): boolean {
  return group.name.toLowerCase() === name.toLowerCase() && group.networkType === networkType;
}

function changed({ mode, entries }: Change, current: string[]): string[] {
  if (mode === 'Cover') return entries;
  if (mode === 'Append') {
    if (!entries.some((entry) => current.includes(entry))) return [...current, ...entries];
    throw new ApiError(400, 'InvalidInstanceIp.Duplicate', 'The specified IP is already in the group.');
  }
  const left = current.filter((entry) => !entries.includes(entry));
  if (entries.every((entry) => current.includes(entry)) && left.length > 0) return left;
  const message = 'The specified security IP does not exist or at least one security IP need be left.';
  throw new ApiError(404, 'InvalidSecurityIPs.NotFound', message);
}

function checkLimits(instance: DbInstance, group: WhitelistGroup | undefined, entries: string[]): void {
  if (!group && instance.groups.length >= 50) {
    throw new ApiError(400, 'InvalidSecurityIPListGroup.QuotaExceeded', 'The instance has 50 groups already.');
  }
  const others = instance.groups.filter((one) => one !== group).reduce((sum, one) => sum + one.entries.length, 0);
  if (others + entries.length > 1000) {
    throw new ApiError(400, 'InvalidSecurityIPList.QuotaExceeded', 'More than 1000 entries in all groups.');
  }
}

function keepBusy(world: World, instance: DbInstance): void {
  if (world.settings.delays.whitelistMs <= 0) return;
  instance.status = 'NET_MODIFYING';
  world.clock.after(world.settings.delays.whitelistMs, () => {
    if (instance.status === 'NET_MODIFYING') instance.status = 'Running';
  });
}
