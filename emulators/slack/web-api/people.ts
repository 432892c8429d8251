import type { JsonObject } from '../json.ts';
import { botIdOf } from '../messages.ts';
import type { UserSeed } from '../seed.ts';
import type { UserGroup } from '../state.ts';
import type { Workspace } from '../workspace.ts';
import { ApiError, flag, type Method, page, required } from './method.ts';

export const peopleMethods: Record<string, Method> = {
  'users.info': { token: 'bot', scopes: ['users:read'], run: info },
  'users.list': { token: 'bot', scopes: ['users:read'], run: list },
  'usergroups.list': { token: 'bot', scopes: ['usergroups:read'], run: groups },
  'usergroups.users.list': { token: 'bot', scopes: ['usergroups:read'], run: groupUsers },
};

function info(workspace: Workspace, given: JsonObject): JsonObject {
  const id = required(given, 'user');
  const user = workspace.state.users.get(id);
  if (user) return { user: userJson(workspace, user) };
  if (id === workspace.seed.app.botUserId) return { user: botJson(workspace) };
  throw new ApiError('user_not_found');
}

function list(workspace: Workspace, given: JsonObject): JsonObject {
  const people = [...workspace.state.users.values()].map((user) => userJson(workspace, user));
  const { items, response_metadata } = page(given, [...people, botJson(workspace)], 1000);
  return { members: items, cache_ts: Math.floor(workspace.clock.now() / 1000), response_metadata };
}

function groups(workspace: Workspace, given: JsonObject): JsonObject {
  const all = [...workspace.state.userGroups.values()];
  return { usergroups: all.map((group) => groupJson(workspace, group, flag(given, 'include_users'))) };
}

function groupUsers(workspace: Workspace, given: JsonObject): JsonObject {
  const group = workspace.state.userGroups.get(required(given, 'usergroup'));
  if (!group) throw new ApiError('no_such_subteam');
  return { users: group.users.filter((id) => !workspace.state.users.get(id)?.deleted) };
}

function groupJson(workspace: Workspace, group: UserGroup, withUsers: boolean): JsonObject {
  return {
    id: group.id,
    team_id: workspace.seed.team.id,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    description: '',
    is_external: false,
    date_create: 1_700_000_000,
    date_update: 1_700_000_000,
    date_delete: 0,
    user_count: group.users.length,
    ...(withUsers ? { users: group.users } : {}),
  };
}

function userJson(workspace: Workspace, user: UserSeed): JsonObject {
  const home = workspace.seed.team.id;
  const teamId = user.teamId ?? home;
  return {
    id: user.id,
    team_id: teamId,
    name: user.name,
    real_name: user.realName,
    deleted: user.deleted ?? false,
    is_admin: user.isAdmin ?? false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.isRestricted ?? false,
    is_ultra_restricted: user.isUltraRestricted ?? false,
    is_bot: false,
    is_app_user: false,
    is_stranger: teamId !== home,
    tz: 'Asia/Shanghai',
    tz_offset: 28_800,
    updated: 1_700_000_000,
    profile: { real_name: user.realName, display_name: user.name, team: teamId },
  };
}

function botJson(workspace: Workspace): JsonObject {
  const { app, team } = workspace.seed;
  const name = app.name ?? 'egress-pool';
  return {
    id: app.botUserId,
    team_id: team.id,
    name,
    real_name: name,
    deleted: false,
    is_bot: true,
    is_app_user: false,
    is_restricted: false,
    is_ultra_restricted: false,
    updated: 1_700_000_000,
    profile: { real_name: name, display_name: name, bot_id: botIdOf(app.botUserId), api_app_id: app.id, team: team.id },
  };
}
