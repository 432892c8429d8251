import { elementsOf, type PlacedElement } from '../blocks/elements.ts';
import type { Values } from '../blocks/values.ts';
import { messageSource, viewSource } from '../delivery/payloads.ts';
import { asObjects, asText, type Json, type JsonObject } from '../json.ts';
import { findMessage } from '../messages.ts';
import type { Ephemeral, Message, View } from '../state.ts';
import type { Workspace } from '../workspace.ts';
import { visibleChannel } from './visible-channel.ts';

/** Where an element is: in a message of a conversation, or in a form or Home tab. */
export type Place = { channelId: string; messageTs: string } | { viewId: string };

export interface Surface {
  blocks: JsonObject[];
  /** What this person has chosen there so far; written to. */
  entered: Values;
  message?: Message | Ephemeral;
  view?: View;
  /** How an interaction's payload names it. */
  source(): Record<string, Json | undefined>;
}

/** What this person sees at that place; throws when they do not see it. */
export function findSurface(workspace: Workspace, userId: string, place: Place): Surface {
  return 'viewId' in place ? viewSurface(workspace, userId, place.viewId) : messageSurface(workspace, userId, place);
}

export function findElement(
  surface: Surface,
  wanted: { actionId: string; blockId?: string; value?: Json },
): PlacedElement {
  const found = elementsOf(surface.blocks).filter(
    ({ actionId, blockId }) => actionId === wanted.actionId && (wanted.blockId ?? blockId) === blockId,
  );
  const byValue = found.filter(({ element }) => asText(element.value) === wanted.value);
  const placed = found.length > 1 ? byValue[0] : found[0];
  if (!placed) throw new Error(`${found.length} elements with action_id ${wanted.actionId} here; one is needed`);
  return placed;
}

function viewSurface(workspace: Workspace, userId: string, viewId: string): Surface {
  const home = workspace.state.homes.get(userId);
  const view = home?.id === viewId ? home : workspace.state.views.get(viewId);
  if (!view || view.userId !== userId) throw new Error(`${userId} has no open view ${viewId}`);
  return {
    blocks: asObjects(view.content.blocks),
    entered: view.values,
    view,
    source: () => viewSource(workspace, view),
  };
}

function messageSurface(
  workspace: Workspace,
  userId: string,
  place: { channelId: string; messageTs: string },
): Surface {
  visibleChannel(workspace, userId, place.channelId);
  const { channelId, messageTs: ts } = place;
  const ephemeral = workspace.state.ephemerals.find((candidate) => candidate.ts === ts && candidate.userId === userId);
  const message = ephemeral ?? findMessage(workspace, { channelId, ts });
  if (!message) throw new Error(`no message ${ts} in ${channelId} that ${userId} sees`);
  const key = `${channelId}/${ts}/${userId}`;
  const entered = workspace.state.messageValues.get(key) ?? {};
  workspace.state.messageValues.set(key, entered);
  return {
    blocks: message.blocks ?? [],
    entered,
    message,
    source: () => messageSource(workspace, { userId, message, isEphemeral: ephemeral !== undefined }),
  };
}
