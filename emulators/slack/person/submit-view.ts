import { elementsOf } from '../blocks/elements.ts';
import { elementValue, stateValues, type Values } from '../blocks/values.ts';
import { interactionPayload, viewSource } from '../delivery/payloads.ts';
import type { Delivery } from '../journal.ts';
import { asObject, asObjects, asText, type Json, type JsonObject } from '../json.ts';
import type { View } from '../state.ts';
import { closeViews, HIGHEST_STACK, openView, updateView } from '../view-stack.ts';
import { ApiError } from '../web-api/method.ts';
import { readView } from '../web-api/views.ts';
import type { Workspace } from '../workspace.ts';
import { clientErrors } from './client-errors.ts';
import { findSurface } from './surface.ts';

/** Sends a form: a `view_submission` interaction and what the app's answer does to the form. */
export async function submitView(
  workspace: Workspace,
  given: { userId: string; viewId: string; values: Record<string, Json> },
): Promise<Delivery> {
  const { view } = findSurface(workspace, given.userId, given);
  if (!view) throw new Error(`${given.viewId} is no form`);
  enter(view, given.values);
  const fieldErrors = clientErrors(view);
  if (Object.keys(fieldErrors).length > 0) return unsent(workspace, given.userId, fieldErrors);
  const payload = interactionPayload(workspace, given.userId, {
    type: 'view_submission',
    trigger_id: workspace.triggers.issue({ userId: given.userId, viewId: view.id }),
    ...viewSource(workspace, view),
    container: undefined,
    response_urls: [],
  });
  const delivery = await workspace.deliver({
    kind: 'interactive',
    type: 'view_submission',
    userId: given.userId,
    payload,
  });
  if (!delivery.error) applyAnswer(workspace, view, delivery);
  return delivery;
}

/** Notes what the person entered, by block_id or by action_id. */
function enter(view: View, values: Record<string, Json>): void {
  const blocks = asObjects(view.content.blocks);
  const known = new Set<string>();
  const entered: Values = stateValues(blocks, view.values);
  for (const { blockId, actionId, element } of elementsOf(blocks)) {
    known.add(blockId).add(actionId);
    const inBlock = values[blockId];
    const named = asObject(inBlock);
    const value = named && actionId in named ? named[actionId] : (inBlock ?? values[actionId]);
    if (value === undefined) continue;
    entered[blockId] = { ...entered[blockId], [actionId]: elementValue(element, value) };
  }
  const stray = Object.keys(values).filter((key) => !known.has(key));
  if (stray.length > 0) throw new Error(`no block or element with the id ${stray.join(', ')} in this form`);
  view.values = entered;
}

function applyAnswer(workspace: Workspace, view: View, delivery: Delivery): void {
  const answer = asObject(delivery.ack);
  const { userId } = view;
  try {
    if (answer?.response_action === 'errors') delivery.fieldErrors = appErrors(view, asObject(answer.errors) ?? {});
    else if (answer?.response_action === 'update')
      updateView(workspace, view, readView(workspace, answer.view, 'modal'));
    else if (answer?.response_action === 'push') push(workspace, userId, readView(workspace, answer.view, 'modal'));
    else closeViews(workspace, userId, answer?.response_action === 'clear');
  } catch (err) {
    if (!(err instanceof ApiError)) throw err;
    delivery.error = 'dispatch_failed';
    delivery.fieldErrors = { '': `${err.code}: ${JSON.stringify(err.details)}` };
  }
}

function push(workspace: Workspace, userId: string, content: JsonObject): void {
  const depth = workspace.state.viewStacks.get(userId)?.length ?? 0;
  if (depth >= HIGHEST_STACK) throw new ApiError('push_limit_reached');
  openView(workspace, { userId, content, onTop: true });
}

/** Slack takes errors for input blocks only. */
function appErrors(view: View, errors: JsonObject): Record<string, string> {
  const inputs = asObjects(view.content.blocks)
    .filter((block) => block.type === 'input')
    .map((block) => asText(block.block_id));
  const found: Record<string, string> = {};
  for (const [blockId, message] of Object.entries(errors)) {
    if (!inputs.includes(blockId)) throw new ApiError('invalid_errors', { block_id: blockId });
    found[blockId] = asText(message) ?? '';
  }
  return found;
}

function unsent(workspace: Workspace, userId: string, fieldErrors: Record<string, string>): Delivery {
  return {
    id: workspace.ids.next('Ev'),
    kind: 'interactive',
    type: 'view_submission',
    via: 'socket',
    userId,
    payload: {},
    isAcked: false,
    attempts: 0,
    latencyMs: 0,
    atMs: workspace.clock.now(),
    fieldErrors,
  };
}
