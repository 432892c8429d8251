import { createHash } from 'node:crypto';
import { longestMessageText, type Message } from '../blocks/text.ts';
import type { MessageRecord } from './message-record.ts';

export interface Rendered extends Message {
  /** Equal when nothing a person sees differs. */
  hash: string;
}

/** What is sent of a message: only its text once Slack has refused its blocks. */
export function hashed(message: Message, { isTextOnly }: MessageRecord): Rendered {
  const sent = isTextOnly ? { text: message.text.slice(0, longestMessageText), blocks: [] } : message;
  return { ...sent, hash: createHash('sha256').update(JSON.stringify(sent)).digest('hex').slice(0, 24) };
}
