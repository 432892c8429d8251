import type { TableBlock } from '@slack/types';
import { oneLine } from './escape.ts';
import { clamp } from './text.ts';

/** Literal text in rows, the first one the head. Slack takes one table in a message. */
export function table(rows: readonly (readonly string[])[]): TableBlock {
  return {
    type: 'table',
    rows: rows.map((row) => row.map((text) => ({ type: 'raw_text' as const, text: clamp(oneLine(text), 80) || '-' }))),
  };
}
