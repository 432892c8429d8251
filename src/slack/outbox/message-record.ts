import type { Store, StoredRecord } from '../../store/store.ts';

/** Where the two posts about an operation are and what they show. */
export interface MessageRecord {
  id: string;
  state: 'new' | 'posted' | 'lost';
  epoch: number;
  /** Empty: no channel is known, so a direct message has to be opened. */
  channelId: string;
  root: PostRecord;
  progress: PostRecord;
  /** The operation's revision that the posts show. */
  sentRev: number;
  /** Why it is in a direct message: Slack's code. */
  dmReason: string | undefined;
  /** Attempts without an outcome since the last success. */
  failures: number;
  /** How often the progress post was deleted and posted anew. */
  reposts: number;
  /** Slack refused the blocks, so only text is sent. */
  isTextOnly: boolean;
}

export interface PostRecord {
  ts: string | undefined;
  /** Set before posting: from then on it may exist. */
  triedAtMs: number | undefined;
  /** Of the content it shows. */
  hash: string | undefined;
  editedAtMs: number;
}

export type Part = 'root' | 'progress';

/** Takes the right to send for a record's message; any earlier activation can write no more. */
export async function takeMessage(store: Store, id: string, channelId: string): Promise<MessageRecord | undefined> {
  const existing = await store.read(id);
  const result = await store.commit({
    records: existing
      ? [{ id, expect: { states: ['new', 'posted', 'lost'] }, takeEpoch: true }]
      : [{ id, expect: { absent: true }, state: 'new', set: { channelId }, takeEpoch: true }],
  });
  if (!result.ok) return undefined;
  const taken = result.records[id];
  return taken?.record ? messageOf({ ...taken.record, epoch: taken.epoch }) : undefined;
}

/** The fields of one of the posts. */
export const postField = {
  ts: (part: Part) => `${part}.ts`,
  triedAtMs: (part: Part) => `${part}.triedAtMs`,
  hash: (part: Part) => `${part}.hash`,
  editedAtMs: (part: Part) => `${part}.editedAtMs`,
} as const;

function messageOf({ id, state, epoch, fields }: StoredRecord): MessageRecord {
  return {
    id,
    state: state === 'posted' || state === 'lost' ? state : 'new',
    epoch,
    channelId: fields.channelId ?? '',
    root: postOf(fields, 'root'),
    progress: postOf(fields, 'progress'),
    sentRev: Number(fields.sentRev ?? -1),
    dmReason: fields.dmReason || undefined,
    failures: Number(fields.failures ?? 0),
    reposts: Number(fields.reposts ?? 0),
    isTextOnly: fields.isTextOnly === '1',
  };
}

function postOf(fields: Record<string, string>, part: Part): PostRecord {
  const triedAtMs = fields[postField.triedAtMs(part)];
  return {
    ts: fields[postField.ts(part)] || undefined,
    triedAtMs: triedAtMs ? Number(triedAtMs) : undefined,
    hash: fields[postField.hash(part)] || undefined,
    editedAtMs: Number(fields[postField.editedAtMs(part)] ?? 0),
  };
}
