import type { Clock } from '../../platform/clock.ts';
import type { Message } from '../blocks/text.ts';
import type { MessageRecord, Part } from './message-record.ts';

/** One place where people are told about a record: a message, and for some a second one in its thread. */
export interface Outlet {
  /** In the metadata of its posts; where they are is in the record `msg-<id>`. */
  id: string;
  /** Empty: a direct message. */
  channelId: string;
  /** Used when the channel cannot be, before anybody's direct messages are. */
  otherChannelId?: string | undefined;
  /** Whose direct messages are used when the channel cannot be; undefined: it is tried again there. */
  userId: string | undefined;
  /** The outlet in whose thread it stands; that one comes before it. */
  under?: string;
  /** Posts of it cannot be older. */
  createdAtMs: number;
  /** More is to come, so that the last words of others go first. */
  isMoving: boolean;
  render: (record: MessageRecord, clock: Clock) => { root: Message; progress?: Message };
}

/** A record that people are told about, and all that is said about it, read at one moment. */
export interface Subject {
  /** What was read; what is shown is behind once one of them has another revision. */
  seen: { id: string; rev: number }[];
  outlets: Outlet[];
  /** Records whose messages are behind because of this one. */
  tells: string[];
  /** When it has something to say though nothing changed. */
  againAtMs?: number | undefined;
}

/** What is being sent. */
export interface Sending {
  outlet: Outlet;
  record: MessageRecord;
  part: Part;
  /** Of the message in whose thread the outlet stands. */
  threadTs: string | undefined;
}
