import type { App, BlockAction } from '@slack/bolt';
import { operationIdFrom } from '../../domain/names.ts';
import { grantIdPattern } from '../../use-cases/read-access.ts';
import { reviewBreakGlass } from '../../use-cases/review-break-glass.ts';
import { afterAck } from '../after-ack.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { codeSpan } from '../blocks/escape.ts';
import { type Message, paragraph } from '../blocks/text.ts';
import { extend } from '../commands/extend.ts';
import { refusedRead } from '../commands/refused-read.ts';
import type { CommandRequest } from '../commands/run-command.ts';
import { ephemeral } from '../ephemeral.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { answerClick } from './answer-click.ts';
import { readClick } from './click.ts';

/** Extend under a notice; Sign and Reject under a break-glass. */
export function registerGrantButtons(app: App, deps: ListenerDeps): void {
  const buttons: [actionId: string, act: (request: CommandRequest, grantId: string) => Promise<Reply>][] = [
    [actionIds.extend, (request, grantId) => extend(request, { grantId, for: undefined })],
    [actionIds.sign, (request, grantId) => review(request, grantId, 'sign')],
    [actionIds.reject, (request, grantId) => review(request, grantId, 'reject')],
  ];
  for (const [actionId, act] of buttons) {
    app.action<BlockAction>(actionId, async ({ body, action, ack, respond }) => {
      const click = readClick(body, action, grantIdPattern);
      const { userId, channelId } = click;
      const operationId = operationIdFrom(body.trigger_id);
      const { ctx, message, follow } = await answerClick(deps, click, (acting, grantId) =>
        act({ ctx: acting, userId, channelId, operationId }, grantId),
      );
      await ack();
      const tell = (told: Message) => respond(ephemeral(told));
      if (message) await tell(message);
      await afterAck(deps, { ctx, follow, channelId, triggerId: body.trigger_id, tell });
    });
  }
}

async function review(request: CommandRequest, grantId: string, verdict: 'sign' | 'reject'): Promise<Reply> {
  const { ctx, operationId } = request;
  const answer = await reviewBreakGlass(ctx, { grantId, verdict, operationId });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, grantId);
  const done = verdict === 'sign' ? 'signed' : 'rejected; it is being closed';
  return { message: paragraph(`${codeSpan(grantId)} is ${done}.`) };
}
