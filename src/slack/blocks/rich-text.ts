import type { RichTextBlock, RichTextSection } from '@slack/types';
import { copyable, oneLine } from './escape.ts';
import { clamp } from './text.ts';

type Inline = RichTextSection['elements'][number];

/** Lines of literal text: nothing in it is parsed by Slack. Undefined when there is nothing to say. */
export function richLines(lines: readonly string[]): RichTextBlock | undefined {
  const shown = lines.map((line) => clamp(oneLine(line), 600)).filter((line) => line !== '');
  if (shown.length === 0) return undefined;
  const elements: Inline[] = [{ type: 'text', text: clamp(shown.slice(0, 12).join('\n'), 2_900) }];
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** Text to copy, line ends and all. */
export function preformatted(text: string): RichTextBlock {
  const kept = clamp(copyable(text), 2_900) || '-';
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: kept }] }],
  };
}
