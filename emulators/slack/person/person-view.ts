import { channelJson, isBotIn, personOf } from '../channels.ts';
import type { Json, JsonObject } from '../json.ts';
import { messageJson } from '../messages.ts';
import type { Channel } from '../state.ts';
import { viewJson } from '../view-stack.ts';
import type { Workspace } from '../workspace.ts';

const NEWEST = 500;

/** Everything that one person sees in Slack at this moment, as the page needs it. */
export function personView(workspace: Workspace, userId: string): JsonObject {
  const { seed, state } = workspace;
  const user = state.users.get(userId);
  const channels = user ? [...state.channels.values()].filter((channel) => channel.members.has(userId)) : [];
  const ids = new Set(channels.map((channel) => channel.id));
  const home = state.homes.get(userId);
  return {
    team: { ...seed.team },
    app: appView(workspace),
    you: userId,
    people: people(workspace),
    groups: [...state.userGroups.values()].map(({ id, handle, name }) => ({ id, handle, name })),
    channels: channels.map((channel) => channelView(workspace, channel)),
    messages: state.messages
      .filter(({ channelId }) => ids.has(channelId))
      .slice(-NEWEST)
      .map((message) => ({ ...messageJson(workspace, message), channel: message.channelId })),
    ephemerals: state.ephemerals
      .filter((ephemeral) => ephemeral.userId === userId)
      .slice(-NEWEST)
      .map((entry) => ({ ...entry })),
    views: (state.viewStacks.get(userId) ?? []).flatMap((id) => {
      const view = state.views.get(id);
      return view ? [viewJson(workspace, view)] : [];
    }),
    home: home ? viewJson(workspace, home) : null,
  };
}

function people({ state }: Workspace): Json[] {
  return [...state.users.values()].map(({ id, name, realName, avatarColor, title, deleted, teamId }) => ({
    id,
    name,
    realName,
    avatarColor,
    title: title ?? '',
    isDeleted: deleted ?? false,
    isStranger: teamId !== undefined,
  }));
}

function channelView(workspace: Workspace, channel: Channel): JsonObject {
  return {
    ...channelJson(workspace, channel),
    kind: channel.kind,
    name: channel.name,
    botIsMember: isBotIn(workspace, channel),
    person: personOf(workspace, channel) ?? '',
  };
}

function appView({ seed: { app } }: Workspace): JsonObject {
  return {
    id: app.id,
    name: app.name ?? 'egress-pool',
    botUserId: app.botUserId,
    commands: app.commands,
    usageHint: app.usageHint ?? '',
    completions: (app.completions ?? []).map(({ text, hint }) => ({ text, hint })),
  };
}
