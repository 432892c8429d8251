import { validateBlocks } from '../blocks/validate-blocks.ts';
import { validateView } from '../blocks/validate-view.ts';
import { findChannel } from '../channels.ts';
import { asObject, type JsonObject } from '../json.ts';
import { botIdOf, findMessage } from '../messages.ts';
import type { Workspace } from '../workspace.ts';
import { ApiError, type Method, required } from './method.ts';

export const appMethods: Record<string, Method> = {
  'auth.test': { token: 'bot', run: authTest },
  'apps.connections.open': { token: 'app', scopes: ['connections:write'], run: openConnection },
  'team.info': { token: 'bot', run: team },
  'bots.info': { token: 'bot', run: bot },
  'blocks.validate': { token: 'none', run: validate },
  'reactions.add': { token: 'bot', scopes: ['reactions:write'], run: react },
};

function authTest({ seed, baseUrl }: Workspace): JsonObject {
  return {
    url: `${baseUrl}/`,
    team: seed.team.name,
    user: seed.app.name ?? 'egress-pool',
    team_id: seed.team.id,
    user_id: seed.app.botUserId,
    bot_id: botIdOf(seed.app.botUserId),
    is_enterprise_install: false,
  };
}

function openConnection(workspace: Workspace): JsonObject {
  const address = workspace.baseUrl.replace(/^http/, 'ws');
  return { url: `${address}/link/?ticket=${workspace.issueTicket()}&app_id=${workspace.seed.app.id}` };
}

function team({ seed }: Workspace): JsonObject {
  return { team: { id: seed.team.id, name: seed.team.name, domain: seed.team.domain, email_domain: '' } };
}

function bot({ seed }: Workspace): JsonObject {
  const { app } = seed;
  return {
    bot: {
      id: botIdOf(app.botUserId),
      app_id: app.id,
      user_id: app.botUserId,
      name: app.name ?? 'egress-pool',
      deleted: false,
    },
  };
}

function validate(_: Workspace, given: JsonObject): JsonObject {
  const view = asObject(given.view);
  const problems = view
    ? validateView(view, view.type === 'home' ? 'home' : 'modal')
    : validateBlocks(given.blocks ?? asObject(given.message)?.blocks ?? [], 'message');
  if (problems.length === 0) return {};
  throw new ApiError('invalid_blocks', {
    errors: problems.map(({ pointer, message }) => ({ code: 'invalid', pointer, message })),
  });
}

function react(workspace: Workspace, given: JsonObject): JsonObject {
  const channel = findChannel(workspace, required(given, 'channel'));
  if (!channel) throw new ApiError('channel_not_found');
  const message = findMessage(workspace, { channelId: channel.id, ts: required(given, 'timestamp') });
  if (!message) throw new ApiError('message_not_found');
  const name = required(given, 'name').replaceAll(':', '');
  const users = message.reactions.get(name) ?? new Set();
  if (users.has(workspace.seed.app.botUserId)) throw new ApiError('already_reacted');
  message.reactions.set(name, users.add(workspace.seed.app.botUserId));
  workspace.changes.announce();
  return {};
}
