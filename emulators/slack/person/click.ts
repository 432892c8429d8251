import type { PlacedElement } from '../blocks/elements.ts';
import { elementValue, stateValues } from '../blocks/values.ts';
import { interactionPayload } from '../delivery/payloads.ts';
import type { Delivery } from '../journal.ts';
import { compact, type Json, type JsonObject } from '../json.ts';
import { addEphemeral } from '../messages.ts';
import type { Workspace } from '../workspace.ts';
import { findElement, findSurface, type Place, type Surface } from './surface.ts';

export type Click = Place & {
  actionId: string;
  /** Needed when the action_id stands there more than once. */
  blockId?: string;
  /** What was chosen; for a button, tells buttons with the same ids apart. */
  value?: Json;
};

/** A button pressed or a choice made: a `block_actions` interaction. */
export async function click(workspace: Workspace, userId: string, target: Click): Promise<Delivery> {
  const surface = findSurface(workspace, userId, target);
  const placed = findElement(surface, target);
  const chosen = elementValue(placed.element, target.value);
  const isKept = Object.keys(chosen).length > 0 && placed.element.type !== 'overflow';
  if (isKept) surface.entered[placed.blockId] = { ...surface.entered[placed.blockId], [placed.actionId]: chosen };
  const payload = interactionPayload(workspace, userId, {
    type: 'block_actions',
    trigger_id: workspace.triggers.issue({ userId, ...(surface.view ? { viewId: surface.view.id } : {}) }),
    ...surface.source(),
    ...(surface.view ? {} : { state: { values: stateValues(surface.blocks, surface.entered) } }),
    actions: [action(workspace, placed, chosen)],
  });
  const delivery = await workspace.deliver({ kind: 'interactive', type: 'block_actions', userId, payload });
  if (delivery.error) warn(workspace, userId, surface);
  return delivery;
}

function action(workspace: Workspace, { element, blockId, actionId }: PlacedElement, chosen: JsonObject): JsonObject {
  const { value, text, style, placeholder, confirm } = element;
  return compact({
    type: element.type,
    action_id: actionId,
    block_id: blockId,
    ...(element.type === 'button' ? { value, text, style } : { placeholder }),
    confirm,
    ...chosen,
    action_ts: workspace.ids.nextTs(workspace.clock.now()),
  });
}

/** Slack shows a warning beside the message, to that person only. */
function warn(workspace: Workspace, userId: string, { message }: Surface): void {
  if (!message) return;
  addEphemeral(workspace, {
    channelId: message.channelId,
    userId,
    from: 'slackbot',
    text: 'This app did not respond. Try again in a moment.',
    anchorTs: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  });
}
