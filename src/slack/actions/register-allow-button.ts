import type { App, BlockAction } from '@slack/bolt';
import { readOperation } from '../../use-cases/read-operation.ts';
import { afterAck } from '../after-ack.ts';
import { staleReply } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import type { Message } from '../blocks/text.ts';
import { allow } from '../commands/allow.ts';
import { ephemeral } from '../ephemeral.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { answerClick } from './answer-click.ts';
import { readClick } from './click.ts';

/** The button under a finished pool: opens the form that asks for a database, with the pool filled in. */
export function registerAllowButton(app: App, deps: ListenerDeps): void {
  app.action<BlockAction>(actionIds.allow, async ({ body, action, ack, respond }) => {
    const click = readClick(body, action);
    const { userId, channelId } = click;
    const answer = await answerClick(deps, click, async (ctx, operationId) => {
      const operation = await readOperation(ctx.store, operationId);
      if (!operation) return staleReply();
      const raw = { pool: operation.poolName, instance: undefined, for: undefined, reason: undefined };
      return allow({ ctx, operationId, channelId, userId }, { ...raw, breakGlass: false });
    });
    await ack();
    const tell = (told: Message) => respond(ephemeral(told));
    if (answer.message) await tell(answer.message);
    await afterAck(deps, { ...answer, follow: answer.follow, channelId, triggerId: body.trigger_id, tell });
  });
}
