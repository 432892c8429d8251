import { afterFailure } from './after-failure.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import type { Outcome } from './outcome.ts';
import type { Sending } from './outlet.ts';
import { saveMessage } from './save-message.ts';

/** Goes on in a direct message to whoever asked: all posts of the outlet are made there. */
export async function openDirectMessage(deps: OutboxDeps, sending: Sending): Promise<Outcome> {
  const { outlet, record } = sending;
  try {
    const channelId = await deps.api.openDirectMessage(outlet.userId ?? '');
    return saveMessage(deps, { ...record, channelId, dmReason: record.dmReason ?? 'no_channel', failures: 0 });
  } catch (error) {
    return afterFailure(deps, { ...sending, error, during: 'open' });
  }
}
