import type { App } from '@slack/bolt';
import { readOperation } from '../../use-cases/read-operation.ts';
import { staleReply } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { use } from '../commands/use.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { onClick } from './on-click.ts';

/** The button under a finished pool: shows the clicker what a workload needs. */
export function registerShowYaml(app: App, deps: ListenerDeps): void {
  onClick(app, deps, {
    actionId: actionIds.showUse,
    async act(request, operationId) {
      const operation = await readOperation(request.ctx.store, operationId);
      return operation ? use(request, { pool: operation.poolName, workload: undefined }) : staleReply();
    },
  });
}
