import { isInScope } from '../domain/grants/database-scope.ts';
import type { DatabaseInventory } from '../domain/inventory.ts';
import { nearest } from '../domain/nearest.ts';
import { quoted } from '../domain/parse-flags.ts';
import type { UseCaseContext } from './context.ts';
import { type Refusal, refused } from './request-answer.ts';

const example = '/egress-pool allow payments rm-2ze1234567890 --for 7d';

/** Finds a primary instance that may be asked for by its id or name, in the inventory; the plan looks at it again. */
export function findDatabase(
  ctx: Pick<UseCaseContext, 'inventory' | 'settings'>,
  idOrName: string,
): { kind: 'found'; database: DatabaseInventory } | Refusal {
  const known = ctx.inventory()?.databases;
  if (!known)
    return refused('instance', 'the databases have not been read from the cloud yet; try again soon', example);
  const text = idOrName.trim();
  const exact = known.filter(({ instanceId }) => instanceId === text);
  const matches = exact.length > 0 ? exact : known.filter(({ name }) => name === text);
  const [database, ...more] = matches.filter((one) => exact.length > 0 || !one.isReplica);
  if (matches.length > 0 && (!database || database.isReplica)) {
    return refused(
      'instance',
      `${quoted(text)} is a read-only instance; ask for its primary, which brings it in`,
      example,
    );
  }
  if (!database || !isInScope(database, ctx.settings.scopes)) return unknownDatabase(ctx, text);
  if (more.length > 0)
    return refused('instance', `several databases are named ${quoted(text)}; give the id`, database.instanceId);
  return { kind: 'found', database };
}

/** Those that may be asked for, without read-only instances. */
export function databasesInScope(ctx: Pick<UseCaseContext, 'inventory' | 'settings'>): DatabaseInventory[] {
  const all = ctx.inventory()?.databases ?? [];
  return all.filter((one) => !one.isReplica && isInScope(one, ctx.settings.scopes));
}

function unknownDatabase(ctx: Pick<UseCaseContext, 'inventory' | 'settings'>, text: string): Refusal {
  const names = databasesInScope(ctx).flatMap(({ instanceId, name }) => (name ? [instanceId, name] : [instanceId]));
  const message = `${quoted(text)} is not among the databases that may be asked for`;
  return refused('instance', message, nearest(text, names) ?? names[0] ?? example);
}
