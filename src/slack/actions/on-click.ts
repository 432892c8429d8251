import type { App, BlockAction } from '@slack/bolt';
import { operationIdFrom, operationIdPattern } from '../../domain/names.ts';
import { afterAck } from '../after-ack.ts';
import type { CommandRequest } from '../commands/run-command.ts';
import { publishHome } from '../home/publish-home.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { timedAck } from '../timed-ack.ts';
import { whoActs } from '../who-acts.ts';
import { answerClick } from './answer-click.ts';
import { readClick } from './click.ts';
import { tellClicker } from './tell-clicker.ts';

export interface ClickListener {
  actionId: string;
  /** What it must carry; default: the id of an operation. Anything else is answered as out of date. */
  carries?: RegExp;
  /** Where it carries that; default: in its value. */
  find?: (action: unknown) => unknown;
  /** `carried` is as `carries` demands; `operationId` of the request derives from the click. */
  act: (request: CommandRequest, carried: string, action: unknown) => Promise<Reply>;
}

/** Takes clicks on a button or a menu: acts, acknowledges, tells who clicked, then does what is left. */
export function onClick(app: App, deps: ListenerDeps, listener: ClickListener): void {
  const { actionId, carries = operationIdPattern, find = valueIn, act } = listener;
  app.action<BlockAction>(actionId, async ({ body, action, ack: send, respond }) => {
    const ack = timedAck(deps.metrics, send);
    const click = readClick(body, find(action), carries);
    const { userId, channelId } = click;
    const operationId = operationIdFrom(body.trigger_id);
    const { ctx, message, follow } = await answerClick(deps, click, (acting, carried) =>
      act({ ctx: acting, userId, channelId, operationId }, carried, action),
    );
    await ack();
    const tell = tellClicker(deps, body, respond);
    if (message) await tell(message);
    await afterAck(deps, { ctx, follow, channelId, triggerId: body.trigger_id, tell });
    if (body.view?.type === 'home' && whoActs(click, deps.teamId)) await publishHome(deps, ctx.actor);
  });
}

function valueIn(action: unknown): unknown {
  return typeof action === 'object' && action !== null && 'value' in action ? action.value : undefined;
}
