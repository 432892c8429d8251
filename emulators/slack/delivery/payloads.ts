import { compact, type Json, type JsonObject } from '../json.ts';
import { botIdOf, messageJson } from '../messages.ts';
import type { Channel, Ephemeral, Message, View } from '../state.ts';
import { viewJson } from '../view-stack.ts';
import type { Workspace } from '../workspace.ts';
import type { ResponseTarget } from './response-urls.ts';

/** What Slack puts around every interaction of a person. */
export function interactionPayload(
  workspace: Workspace,
  userId: string,
  members: Record<string, Json | undefined>,
): JsonObject {
  const { seed, state } = workspace;
  const user = state.users.get(userId);
  return compact({
    team: { id: seed.team.id, domain: seed.team.domain },
    user: { id: userId, username: user?.name ?? '', name: user?.name ?? '', team_id: user?.teamId ?? seed.team.id },
    api_app_id: seed.app.id,
    token: 'verification-token',
    enterprise: null,
    is_enterprise_install: false,
    ...members,
  });
}

export function commandPayload(
  workspace: Workspace,
  given: { userId: string; channel: Channel; command: string; text: string },
): JsonObject {
  const { seed, state } = workspace;
  const names = { public: given.channel.name, private: 'privategroup', im: 'directmessage' };
  return {
    token: 'verification-token',
    team_id: seed.team.id,
    team_domain: seed.team.domain,
    channel_id: given.channel.id,
    channel_name: names[given.channel.kind],
    user_id: given.userId,
    user_name: state.users.get(given.userId)?.name ?? '',
    command: given.command,
    text: given.text,
    api_app_id: seed.app.id,
    is_enterprise_install: 'false',
    response_url: responseUrl(workspace, { userId: given.userId, channelId: given.channel.id }),
    trigger_id: workspace.triggers.issue({ userId: given.userId }),
  };
}

export function responseUrl(workspace: Workspace, target: ResponseTarget): string {
  return `${workspace.baseUrl}/response/${workspace.responseUrls.issue(target)}`;
}

/** `container`, `channel`, `message` and `response_url` of an interaction with a message. */
export function messageSource(
  workspace: Workspace,
  source: { userId: string; message: Message | Ephemeral; isEphemeral: boolean },
): Record<string, Json | undefined> {
  const { message, isEphemeral } = source;
  const channel = workspace.state.channels.get(message.channelId);
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channelId,
      is_ephemeral: isEphemeral,
      ...thread,
    },
    channel: {
      id: message.channelId,
      name: channel?.kind === 'public' ? channel.name : channel?.kind === 'im' ? 'directmessage' : 'privategroup',
    },
    message: 'reactions' in message ? messageJson(workspace, message, true) : ephemeralJson(workspace, message),
    response_url: responseUrl(workspace, {
      userId: source.userId,
      channelId: message.channelId,
      source: { ts: message.ts, isEphemeral },
    }),
  };
}

/** `container` and `view` of an interaction with a form or a Home tab. */
export function viewSource(workspace: Workspace, view: View): Record<string, Json | undefined> {
  return { container: { type: 'view', view_id: view.id }, view: viewJson(workspace, view) };
}

/** What Slack puts around an event. */
export function eventPayload(workspace: Workspace, event: JsonObject): JsonObject {
  const { app, team } = workspace.seed;
  return {
    token: 'verification-token',
    team_id: team.id,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: workspace.ids.next('Ev'),
    event_time: Math.floor(workspace.clock.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: app.botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };
}

function ephemeralJson(workspace: Workspace, ephemeral: Ephemeral): JsonObject {
  const { app, team } = workspace.seed;
  return compact({
    type: 'message',
    subtype: 'bot_message',
    is_ephemeral: true,
    ts: ephemeral.ts,
    text: ephemeral.text,
    blocks: ephemeral.blocks,
    user: app.botUserId,
    bot_id: botIdOf(app.botUserId),
    app_id: app.id,
    team: team.id,
    thread_ts: ephemeral.threadTs,
  });
}
