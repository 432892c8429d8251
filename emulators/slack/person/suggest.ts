import { interactionPayload } from '../delivery/payloads.ts';
import type { Delivery } from '../journal.ts';
import { asObject, asObjects, type JsonObject } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import { findElement, findSurface, type Place } from './surface.ts';

export type Asked = Place & { actionId: string; blockId?: string; query: string };

/** What an external select offers for the typed text: a `block_suggestion` interaction. */
export async function suggest(
  workspace: Workspace,
  userId: string,
  asked: Asked,
): Promise<{ delivery: Delivery; options: JsonObject[]; groups: JsonObject[] }> {
  const surface = findSurface(workspace, userId, asked);
  const { blockId, actionId } = findElement(surface, asked);
  const payload = interactionPayload(workspace, userId, {
    type: 'block_suggestion',
    block_id: blockId,
    action_id: actionId,
    value: asked.query,
    ...surface.source(),
    response_url: undefined,
  });
  const delivery = await workspace.deliver({ kind: 'interactive', type: 'block_suggestion', userId, payload });
  const ack = asObject(delivery.ack);
  return { delivery, options: asObjects(ack?.options), groups: asObjects(ack?.option_groups) };
}
