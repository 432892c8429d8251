import type { App, BlockAction } from '@slack/bolt';
import { afterAck } from '../after-ack.ts';
import { type Steering, steer } from '../commands/steer.ts';
import { ephemeral } from '../ephemeral.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { answerClick } from './answer-click.ts';
import { readClick } from './click.ts';

/** Retry, Roll back and Cancel on the message of an operation. */
export function registerOperationButton(
  app: App,
  deps: ListenerDeps,
  button: { actionId: string; kind: Steering['kind'] },
): void {
  app.action<BlockAction>(button.actionId, async ({ body, action, ack, respond }) => {
    const startedMs = performance.now();
    const click = readClick(body, action);
    const { ctx, message, follow } = await answerClick(deps, click, (acting, operationId) =>
      steer({ ctx: acting }, { kind: button.kind, operationId }),
    );
    await ack();
    deps.metrics.acked((performance.now() - startedMs) / 1000);
    if (message) await respond(ephemeral(message));
    const { channelId } = click;
    await afterAck(deps, {
      ctx,
      follow,
      channelId,
      triggerId: body.trigger_id,
      tell: (told) => respond(ephemeral(told)),
    });
  });
}
