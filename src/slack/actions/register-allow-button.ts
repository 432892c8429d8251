import type { App } from '@slack/bolt';
import { readOperation } from '../../use-cases/read-operation.ts';
import { staleReply } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { allow } from '../commands/allow.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { onClick } from './on-click.ts';

/** The button under a finished pool: opens the form that asks for a database, with the pool filled in. */
export function registerAllowButton(app: App, deps: ListenerDeps): void {
  onClick(app, deps, {
    actionId: actionIds.allow,
    async act(request, operationId) {
      const operation = await readOperation(request.ctx.store, operationId);
      if (!operation) return staleReply();
      const raw = { pool: operation.poolName, instance: undefined, for: undefined, reason: undefined };
      return allow(request, { ...raw, breakGlass: false });
    },
  });
}
