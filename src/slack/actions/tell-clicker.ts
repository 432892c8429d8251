import type { BlockAction, RespondFn } from '@slack/bolt';
import type { Message } from '../blocks/text.ts';
import { ephemeral } from '../ephemeral.ts';
import type { ListenerDeps } from '../listener-deps.ts';

/** Tells who clicked, and nobody else: beside the message or, from the home tab, which has no such place, directly. */
export function tellClicker(
  { api }: Pick<ListenerDeps, 'api'>,
  body: BlockAction,
  respond: RespondFn,
): (message: Message) => Promise<void> {
  if (body.response_url) return async (message) => void (await respond(ephemeral(message)));
  return async (message) => {
    const channelId = await api.openDirectMessage(body.user.id);
    const mark = { type: 'egress_pool_note', id: body.trigger_id, part: body.user.id };
    await api.post({ channelId, threadTs: undefined, ...message, mark });
  };
}
