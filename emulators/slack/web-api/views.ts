import { validateView } from '../blocks/validate-view.ts';
import { fileProblems } from '../files.ts';
import { asObject, asObjects, asText, type JsonObject } from '../json.ts';
import type { View } from '../state.ts';
import { HIGHEST_STACK, openView, publishHome, updateView, viewJson } from '../view-stack.ts';
import type { Workspace } from '../workspace.ts';
import { ApiError, type Method, optionalText, required } from './method.ts';

export const viewsMethods: Record<string, Method> = {
  'views.open': { token: 'bot', run: (workspace, given) => open(workspace, given, false) },
  'views.push': { token: 'bot', run: (workspace, given) => open(workspace, given, true) },
  'views.update': { token: 'bot', run: update },
  'views.publish': { token: 'bot', run: publish },
};

/** Content of a view as an app sends it; throws what Slack would answer. */
export function readView(workspace: Workspace, given: unknown, type: 'modal' | 'home'): JsonObject {
  const content = asObject(given);
  if (!content)
    throw new ApiError('invalid_arguments', {
      response_metadata: { messages: ['[ERROR] missing required field: view'] },
    });
  const found = validateView(content, type).map(
    ({ message, pointer }) => `[ERROR] ${message} [json-pointer:${pointer}]`,
  );
  const messages = found.length > 0 ? found : fileProblems(workspace, asObjects(content.blocks));
  if (messages.length > 0) throw new ApiError('invalid_arguments', { response_metadata: { messages } });
  return content;
}

/** Throws when another open view has the same external_id. */
export function refuseDuplicate(workspace: Workspace, content: JsonObject, own?: View): void {
  const externalId = asText(content.external_id) ?? '';
  const taken = [...workspace.state.views.values(), ...workspace.state.homes.values()];
  if (externalId !== '' && taken.some((view) => view !== own && view.content.external_id === externalId)) {
    throw new ApiError('duplicate_external_id');
  }
}

function open(workspace: Workspace, given: JsonObject, onTop: boolean): JsonObject {
  const triggerId = required(given, 'trigger_id');
  const content = readView(workspace, given.view, 'modal');
  refuseDuplicate(workspace, content);
  const trigger = workspace.triggers.exchange(triggerId);
  if ('error' in trigger) throw new ApiError(trigger.error);
  const depth = workspace.state.viewStacks.get(trigger.userId)?.length ?? 0;
  if (onTop && depth >= HIGHEST_STACK) throw new ApiError('push_limit_reached');
  if (onTop && depth === 0) throw new ApiError('not_found');
  return { view: viewJson(workspace, openView(workspace, { userId: trigger.userId, content, onTop })) };
}

function update(workspace: Workspace, given: JsonObject): JsonObject {
  const view = findView(workspace, given);
  refuseStale(view, given);
  const content = readView(workspace, given.view, view.type);
  refuseDuplicate(workspace, content, view);
  updateView(workspace, view, content);
  return { view: viewJson(workspace, view) };
}

function publish(workspace: Workspace, given: JsonObject): JsonObject {
  const userId = required(given, 'user_id');
  const content = readView(workspace, given.view, 'home');
  if (!workspace.state.users.has(userId)) throw new ApiError('invalid_arguments');
  const known = workspace.state.homes.get(userId);
  if (known) refuseStale(known, given);
  return { view: viewJson(workspace, publishHome(workspace, userId, content)) };
}

function findView(workspace: Workspace, given: JsonObject): View {
  const id = optionalText(given, 'view_id');
  const externalId = optionalText(given, 'external_id');
  const { views, homes } = workspace.state;
  const view = [...views.values(), ...homes.values()].find((candidate) =>
    id === undefined ? externalId !== undefined && candidate.content.external_id === externalId : candidate.id === id,
  );
  if (!view) throw new ApiError('not_found');
  return view;
}

function refuseStale(view: View, given: JsonObject): void {
  const hash = optionalText(given, 'hash');
  if (hash !== undefined && hash !== view.hash) throw new ApiError('hash_conflict');
}
