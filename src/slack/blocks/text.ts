import type {
  ActionsBlock,
  Button,
  ContextBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { oneLine } from './escape.ts';

/** What is sent: blocks, and the same content as text for notifications, screen readers and old clients. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
}

/** chat.update refuses texts over 4,000 characters; chat.postMessage takes more, but the same message must fit both. */
export const longestMessageText = 3_900;
const longestSection = 2_900;

/** Cuts escaped text to a length, never inside an entity or a pair of surrogates; the end says that it was cut. */
export function clamp(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, Math.max(0, max - 1)).replace(/&[a-z]{0,4}$/, '');
  return `${cut.replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** With the stop that it may lack, so that another sentence can follow. */
export function asSentence(text: string): string {
  return /[.?!…]$/.test(text) ? text : `${text}.`;
}

/** Trusted or escaped mrkdwn. `verbatim` keeps Slack from making links of what looks like one. */
export function mrkdwn(text: string, max = longestSection): MrkdwnElement {
  return { type: 'mrkdwn', text: clamp(text, max) || '-', verbatim: true };
}

/** Any text, shown literally. */
export function plain(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: clamp(oneLine(text), max) || '-', emoji: false };
}

export function section(text: string): SectionBlock {
  return { type: 'section', text: mrkdwn(text) };
}

export function context(text: string): ContextBlock {
  return { type: 'context', elements: [mrkdwn(text, 1_900)] };
}

export function actions(blockId: string, elements: Button[]): ActionsBlock {
  return { type: 'actions', block_id: blockId, elements };
}

/** A message out of escaped lines and the blocks that say the same. */
export function message(lines: readonly string[], blocks: KnownBlock[]): Message {
  return { text: clamp(lines.join('\n'), longestMessageText) || '-', blocks: blocks.slice(0, 50) };
}

/** A message of one paragraph of mrkdwn. */
export function paragraph(text: string): Message {
  return message([text], [section(text)]);
}
