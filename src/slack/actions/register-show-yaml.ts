import type { App, BlockAction } from '@slack/bolt';
import { readOperation } from '../../use-cases/read-operation.ts';
import { afterAck } from '../after-ack.ts';
import { staleReply } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import type { Message } from '../blocks/text.ts';
import { use } from '../commands/use.ts';
import { ephemeral } from '../ephemeral.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { answerClick } from './answer-click.ts';
import { readClick } from './click.ts';

/** The button under a finished pool: shows the clicker what a workload needs. */
export function registerShowYaml(app: App, deps: ListenerDeps): void {
  app.action<BlockAction>(actionIds.showUse, async ({ body, action, ack, respond }) => {
    const click = readClick(body, action);
    const {
      ctx: acting,
      message,
      follow,
    } = await answerClick(deps, click, async (ctx, operationId) => {
      const operation = await readOperation(ctx.store, operationId);
      if (!operation) return staleReply();
      const request = { ctx, operationId, channelId: click.channelId, userId: click.userId };
      return use(request, { pool: operation.poolName, workload: undefined });
    });
    await ack();
    const tell = (told: Message) => respond(ephemeral(told));
    if (message) await tell(message);
    const { channelId } = click;
    await afterAck(deps, { ctx: acting, follow, channelId, triggerId: body.trigger_id, tell });
  });
}
