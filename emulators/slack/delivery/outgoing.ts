import type { Delivery } from '../journal.ts';
import type { Json, JsonObject } from '../json.ts';

/** Something to tell the app. */
export interface Outgoing {
  kind: Delivery['kind'];
  type: string;
  userId: string;
  payload: JsonObject;
}

/** What came back in time; `kind: 'failed'` carries the word that Slack shows. */
export type Receipt =
  | { kind: 'acked'; body: Json | undefined }
  | { kind: 'failed'; error: 'operation_timeout' | 'dispatch_failed' };

export interface Transport {
  readonly via: Delivery['via'];
  send(outgoing: Outgoing, retry?: { attempt: number; reason: string }): Promise<Receipt>;
}
