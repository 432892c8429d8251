import { afterFailure } from './after-failure.ts';
import type { MessageRecord } from './message-record.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import type { Outcome } from './outcome.ts';
import type { Subject } from './render.ts';
import { saveMessage } from './save-message.ts';

/** Goes on in a direct message to whoever asked: both posts are made there. */
export async function openDirectMessage(deps: OutboxDeps, subject: Subject, record: MessageRecord): Promise<Outcome> {
  const userId = subject.operation.announcement?.userId ?? '';
  try {
    const channelId = await deps.api.openDirectMessage(userId);
    return saveMessage(deps, { ...record, channelId, dmReason: record.dmReason ?? 'no_channel', failures: 0 });
  } catch (error) {
    return afterFailure(deps, { subject, record, part: 'root', error, during: 'open' });
  }
}
