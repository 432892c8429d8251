import type { ActionContext, RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import type { World } from '../world.ts';
import { changedEntries } from './changed-entries.ts';
import { checkWritable } from './check-writable.ts';
import { dbInstanceOf } from './find.ts';
import { isAlwaysMixed, networkTypesOf } from './new-db-instance.ts';
import { checkOverlap, parseEntries } from './parse-entries.ts';
import type { DbInstance, NetworkType, WhitelistGroup } from './state.ts';
import { isSameGroup, writeGroup } from './write-group.ts';

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
    const { world } = ctx;
    const instance = dbInstanceOf(world, ctx.parameters.text('DBInstanceId'));
    checkWritable(world, instance);
    const replicas = replicasToRefresh(ctx, instance);
    const change = readChange(ctx, instance);
    const present = instance.groups.find((one) => isSameGroup(one, change));
    const entries = changedEntries(change, present?.entries ?? []);
    if (instance.engine === 'MySQL') checkOverlap(entries);
    checkLimits(instance, present, entries);
    const { name, networkType } = present ?? change;
    const attribute = ctx.parameters.has('DBInstanceIPArrayAttribute') ? change.attribute : (present?.attribute ?? '');
    land(world, () => {
      for (const one of [instance, ...replicas]) writeGroup(world, one, { name, networkType, attribute, entries });
      ctx.markChanged();
      keepBusy(world, instance);
    });
    return { TaskId: 100_000 + instance.groups.length };
  },
};

/** At once, unless the settings want this write to come late. */
function land({ settings, clock }: World, effect: () => void): void {
  const late = settings.whitelistLandsLate;
  if (late && late.count > 0) {
    late.count -= 1;
    clock.after(late.afterMs, effect);
  } else effect();
}

interface Change extends WhitelistGroup {
  mode: string;
}

function readChange({ parameters }: ActionContext, instance: DbInstance): Change {
  const attribute = parameters.text('DBInstanceIPArrayAttribute');
  if (!['', 'hidden'].includes(attribute)) {
    throw new ApiError(400, 'InvalidIPArrayAttribute.Format', 'The specified IP array attribute is not valid.');
  }
  const mode = parameters.text('ModifyMode') || 'Cover';
  if (!['Cover', 'Append', 'Delete'].includes(mode)) throw invalidParameter('ModifyMode');
  if (!['', 'ipv4'].includes(parameters.text('SecurityIPType').toLowerCase())) throw invalidParameter('SecurityIPType');
  return {
    name: readName(parameters.text('DBInstanceIPArrayName'), instance),
    attribute,
    mode,
    networkType: readNetworkType(parameters.text('WhitelistNetworkType') || 'MIX', instance),
    entries: parseEntries(parameters.text('SecurityIps')),
  };
}

/** The API page gives no rule for names; this is the narrow one that the vendor's other databases have. */
function readName(text: string, { templateNames }: DbInstance): string {
  const name = text === '' || text.toLowerCase() === 'default' ? 'default' : text;
  if (!/^[a-z][a-z0-9_]{0,30}[a-z0-9]$/.test(name)) {
    throw new ApiError(400, 'InvalidIPArrayName.Format', 'The specified IP array name is not valid.');
  }
  if (templateNames.some((template) => template.toLowerCase() === name)) {
    const message = 'The group name is the same as the name of an attached whitelist template.';
    throw new ApiError(400, 'InvalidGroupName.DuplicatedWithTemplate', message);
  }
  return name;
}

function readNetworkType(text: string, instance: DbInstance): NetworkType {
  const known: NetworkType[] = ['MIX', 'VPC', 'Classic'];
  const networkType = known.find((type) => type.toLowerCase() === text.toLowerCase());
  if (networkType && isAlwaysMixed(instance)) return 'MIX';
  if (networkType && networkTypesOf(instance).includes(networkType)) return networkType;
  throw new ApiError(400, 'InvalidWhitelistNetType.Malformed', 'The whitelist network type is not valid.');
}

/** PostgreSQL alone writes the lists of its read-only instances along with its own, where it is asked to. */
function replicasToRefresh({ world, parameters }: ActionContext, instance: DbInstance): DbInstance[] {
  const ids = parameters.text('FreshWhiteListReadins').split(',').filter(Boolean);
  if (ids.length > 0 && instance.engine !== 'PostgreSQL') {
    throw new ApiError(403, 'IncorrectDBType', 'Current DB type does not support this operation.');
  }
  return ids.map((id) => {
    const replica = world.rds.instances.get(id);
    if (replica?.masterId === instance.id) return replica;
    throw new ApiError(404, 'Readins.NotFound', `The read-only instance ${id} does not exist.`);
  });
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

function invalidParameter(name: string): ApiError {
  return new ApiError(400, 'InvalidParameter', `The specified parameter "${name}" is not valid.`);
}

function keepBusy(world: World, instance: DbInstance): void {
  if (world.settings.delays.whitelistMs <= 0) return;
  instance.status = 'NET_MODIFYING';
  world.clock.after(world.settings.delays.whitelistMs, () => {
    if (instance.status === 'NET_MODIFYING') instance.status = 'Running';
  });
}
