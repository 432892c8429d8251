import { openDirectConversation } from '../channels.ts';
import { eventPayload } from '../delivery/payloads.ts';
import type { Delivery } from '../journal.ts';
import { compact } from '../json.ts';
import { viewJson } from '../view-stack.ts';
import type { Workspace } from '../workspace.ts';

/** Opens the app's Home tab, or its Messages tab: an `app_home_opened` event. */
export function openHome(workspace: Workspace, userId: string, tab: 'home' | 'messages'): Promise<Delivery> {
  const view = tab === 'home' ? workspace.state.homes.get(userId) : undefined;
  const event = compact({
    type: 'app_home_opened',
    user: userId,
    channel: openDirectConversation(workspace, userId).id,
    tab,
    view: view && viewJson(workspace, view),
    event_ts: workspace.ids.nextTs(workspace.clock.now()),
  });
  return workspace.deliver({
    kind: 'events_api',
    type: 'app_home_opened',
    userId,
    payload: eventPayload(workspace, event),
  });
}
