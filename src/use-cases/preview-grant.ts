import { nobodyCanApprove } from '../domain/approvals/who-will-be-asked.ts';
import { dayMs } from '../domain/grants/grant-duration.ts';
import { isProblem } from '../domain/parse-flags.ts';
import { parseGrantDuration, type RawGrantRequest, ruleFor } from './check-grant-request.ts';
import type { UseCaseContext } from './context.ts';
import { databasesInScope, findDatabase } from './find-database.ts';
import { readPools } from './find-pool.ts';

export interface GrantPreview {
  /** Those that can be let in: ready and with namespaces. */
  pools: { name: string }[];
  instances: { id: string; name: string; inScope: true }[];
  /** Undefined until pool and instance say it. */
  askedGroups: { group: string; min: number }[] | undefined;
  /** The rule that asks them, or why nobody can be asked. */
  why: string | undefined;
  maxForMs: number;
  standingAllowed: boolean;
  reasonRequired: boolean;
  /** The rule lets this person break the glass. */
  breakGlassAllowed: boolean;
}

/** What a form shows before it is sent: what may be chosen, and who will be asked for what is chosen so far. */
export async function previewGrant(ctx: UseCaseContext, raw: RawGrantRequest): Promise<GrantPreview> {
  const { policy } = ctx.settings;
  const ready = (await readPools(ctx.store)).filter((one) => one.state === 'ready' && one.namespaces.length > 0);
  const base = {
    pools: ready.map(({ name }) => ({ name })),
    instances: databasesInScope(ctx).map(({ instanceId, name }) => ({ id: instanceId, name, inScope: true as const })),
    ...{ askedGroups: undefined, why: undefined, standingAllowed: false, breakGlassAllowed: false },
    ...{ maxForMs: policy.maxGrantMs, reasonRequired: policy.reasonRequired },
  };
  const pool = ready.find(({ name }) => name === raw.pool);
  const found = raw.instance === undefined ? undefined : findDatabase(ctx, raw.instance);
  const duration = parseGrantDuration(raw.for, Math.min(7 * dayMs, policy.maxGrantMs));
  if (!pool || found?.kind !== 'found' || isProblem(duration)) return base;
  const matched = ruleFor(ctx, { pool, database: found.database, duration });
  if (matched.kind === 'refused') return { ...base, why: matched.reason };
  const { rule, reason } = matched;
  const requesters = ctx.actor.kind === 'slack-user' ? [ctx.actor.userId] : [];
  const memberships = ctx.people.memberships(rule.require.map(({ group }) => group));
  const nobody = nobodyCanApprove({ rule, memberships, requesters, standings: {} });
  const mayBreak = requesters.some((id) => ctx.people.isOneOf(id, rule.breakGlass?.by ?? []) === 'yes');
  return {
    ...base,
    askedGroups: rule.require.map(({ group, min }) => ({ group, min })),
    why: nobody ? `${nobody.reason} ${nobody.wayOut}` : reason,
    standingAllowed: rule.standing !== undefined,
    breakGlassAllowed: mayBreak,
  };
}
