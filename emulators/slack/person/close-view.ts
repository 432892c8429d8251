import { interactionPayload, viewSource } from '../delivery/payloads.ts';
import type { Delivery } from '../journal.ts';
import { closeViews } from '../view-stack.ts';
import type { Workspace } from '../workspace.ts';
import { findSurface } from './surface.ts';

/** Cancels the form on top; the app hears of it (`view_closed`) when it asked to. */
export async function closeView(
  workspace: Workspace,
  given: { userId: string; viewId: string },
): Promise<Delivery | undefined> {
  const { view } = findSurface(workspace, given.userId, given);
  if (!view) throw new Error(`${given.viewId} is no form`);
  const isCleared = view.content.clear_on_close === true;
  closeViews(workspace, given.userId, isCleared);
  if (view.content.notify_on_close !== true) return undefined;
  const payload = interactionPayload(workspace, given.userId, {
    type: 'view_closed',
    ...viewSource(workspace, view),
    container: undefined,
    is_cleared: isCleared,
  });
  return workspace.deliver({ kind: 'interactive', type: 'view_closed', userId: given.userId, payload });
}
