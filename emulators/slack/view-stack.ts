import { withIds } from './blocks/elements.ts';
import { stateValues, type Values } from './blocks/values.ts';
import { asObjects, asText, compact, type JsonObject } from './json.ts';
import { botIdOf } from './messages.ts';
import type { View } from './state.ts';
import type { Workspace } from './workspace.ts';

export const HIGHEST_STACK = 3;

/** Puts a form in front of a person; without `onTop` it takes the place of every form that is open. */
export function openView(workspace: Workspace, given: { userId: string; content: JsonObject; onTop: boolean }): View {
  const { state } = workspace;
  const stack = given.onTop ? (state.viewStacks.get(given.userId) ?? []) : [];
  if (!given.onTop) forgetStack(workspace, given.userId);
  const id = workspace.ids.next('V');
  const previousId = stack.at(-1);
  const view: View = {
    id,
    userId: given.userId,
    type: 'modal',
    hash: nextHash(workspace),
    content: withBlockIds(workspace, given.content),
    values: {},
    rootId: stack[0] ?? id,
    ...(previousId === undefined ? {} : { previousId }),
  };
  state.views.set(id, view);
  state.viewStacks.set(given.userId, [...stack, id]);
  workspace.changes.announce();
  return view;
}

/** New content; what the person entered stays where block_id and action_id stay. */
export function updateView(workspace: Workspace, view: View, content: JsonObject): void {
  view.content = withBlockIds(workspace, content);
  view.hash = nextHash(workspace);
  const kept: Values = {};
  for (const [blockId, actions] of Object.entries(stateValues(asObjects(view.content.blocks), {}))) {
    const entered = Object.entries(view.values[blockId] ?? {}).filter(
      ([id, value]) => actions[id]?.type === value.type,
    );
    if (entered.length > 0) kept[blockId] = Object.fromEntries(entered);
  }
  view.values = kept;
  workspace.changes.announce();
}

export function publishHome(workspace: Workspace, userId: string, content: JsonObject): View {
  const known = workspace.state.homes.get(userId);
  if (known) {
    updateView(workspace, known, content);
    return known;
  }
  const id = workspace.ids.next('V');
  const fresh: View = {
    id,
    userId,
    type: 'home',
    hash: nextHash(workspace),
    content: withBlockIds(workspace, content),
    values: {},
    rootId: id,
  };
  workspace.state.homes.set(userId, fresh);
  workspace.changes.announce();
  return fresh;
}

/** Takes the form on top away, or all of them. Returns what was closed. */
export function closeViews(workspace: Workspace, userId: string, all: boolean): View[] {
  const { state } = workspace;
  const stack = state.viewStacks.get(userId) ?? [];
  const gone = all ? stack : stack.slice(-1);
  state.viewStacks.set(userId, all ? [] : stack.slice(0, -1));
  const closed = gone.flatMap((id) => state.views.get(id) ?? []);
  for (const view of closed) state.views.delete(view.id);
  workspace.changes.announce();
  return closed;
}

/** As the Web API and the interactions show it. */
export function viewJson(workspace: Workspace, view: View): JsonObject {
  const { app, team } = workspace.seed;
  const { content } = view;
  return compact({
    id: view.id,
    team_id: team.id,
    app_id: app.id,
    app_installed_team_id: team.id,
    bot_id: botIdOf(app.botUserId),
    type: view.type,
    title: content.title,
    submit: view.type === 'modal' ? (content.submit ?? null) : undefined,
    close: view.type === 'modal' ? (content.close ?? null) : undefined,
    blocks: content.blocks,
    private_metadata: asText(content.private_metadata) ?? '',
    callback_id: asText(content.callback_id) ?? '',
    external_id: asText(content.external_id) ?? '',
    state: { values: stateValues(asObjects(content.blocks), view.values) },
    hash: view.hash,
    clear_on_close: content.clear_on_close ?? false,
    notify_on_close: content.notify_on_close ?? false,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
  });
}

const nextHash = (workspace: Workspace): string =>
  `${Math.floor(workspace.clock.now() / 1000)}.${workspace.ids.secret().slice(0, 8)}`;

const withBlockIds = (workspace: Workspace, content: JsonObject): JsonObject => ({
  ...content,
  blocks: withIds(asObjects(content.blocks), () => workspace.ids.secret().slice(0, 5)),
});

function forgetStack(workspace: Workspace, userId: string): void {
  for (const id of workspace.state.viewStacks.get(userId) ?? []) workspace.state.views.delete(id);
}
