import type { Next } from '../../queue/queue.ts';
import type { MessageRecord } from './message-record.ts';

/** The record after one change, or what to do next; `superseded`: another activation may write now. */
export type Outcome = MessageRecord | Next | 'superseded';
