import type { Next } from '../../queue/queue.ts';
import type { MessageRecord, Part } from './message-record.ts';
import type { Subject } from './render.ts';

/** The record after one change, or what to do next; `superseded`: another activation may write now. */
export type Outcome = MessageRecord | Next | 'superseded';

/** What is being sent. */
export interface Sending {
  subject: Subject;
  record: MessageRecord;
  part: Part;
}
