import { type MessageRecord, type Part, postField } from './message-record.ts';
import type { OutboxDeps } from './outbox-deps.ts';

/** Writes the record if this activation may still write; answers it as it is now. */
export async function saveMessage(
  { store }: Pick<OutboxDeps, 'store'>,
  record: MessageRecord,
): Promise<MessageRecord | 'superseded'> {
  const fields: Record<string, string> = {
    channelId: record.channelId,
    dmReason: record.dmReason ?? '',
    failures: String(record.failures),
    reposts: String(record.reposts),
    isTextOnly: record.isTextOnly ? '1' : '',
    ...postFields(record, 'root'),
    ...postFields(record, 'progress'),
  };
  const result = await store.commit({
    records: [{ id: record.id, expect: { epoch: record.epoch }, state: record.state, set: fields }],
  });
  return result.ok ? record : 'superseded';
}

function postFields(record: MessageRecord, part: Part): Record<string, string> {
  const { ts, triedAtMs, hash, editedAtMs } = record[part];
  return {
    [postField.ts(part)]: ts ?? '',
    [postField.triedAtMs(part)]: triedAtMs === undefined ? '' : String(triedAtMs),
    [postField.hash(part)]: hash ?? '',
    [postField.editedAtMs(part)]: String(editedAtMs),
  };
}
