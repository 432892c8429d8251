import { listPools } from '../../use-cases/list-pools.ts';
import { refusalUnless, stewardsOf } from '../../use-cases/rights.ts';
import { help } from '../blocks/help.ts';
import type { Reply } from '../listener-deps.ts';
import { commandSpecs } from './command-spec.ts';
import type { CommandRequest } from './run-command.ts';

/** The commands that this person may use; each command checks again. */
export async function helpFor({ ctx }: CommandRequest): Promise<Reply> {
  const isOneOf = (ids: string[]) => refusalUnless(ctx, { ids, what: 'see this' }) === undefined;
  const isRequester = isOneOf(ctx.settings.requesters);
  const isOperator = isOneOf(ctx.settings.operators);
  const { rules, fallback } = ctx.settings.policy;
  const approvers = [...rules, ...(fallback ? [fallback] : [])].flatMap(({ require }) =>
    require.map((one) => one.group),
  );
  const isSteward = isOperator || (await listPools(ctx)).some((pool) => isOneOf(stewardsOf(ctx, pool)));
  const shown = commandSpecs.filter(({ audience }) => {
    if (audience === 'operators') return isOperator;
    if (audience === 'requesters') return isRequester || isSteward;
    if (audience === 'deciders') return isRequester || isSteward || isOneOf(approvers);
    return audience === 'everyone' || isSteward;
  });
  return { message: help(shown) };
}
