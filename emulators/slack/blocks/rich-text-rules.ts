import { boolean, byType, type Check, integer, list, object, oneOf, optional, string } from './checks.ts';

const style = optional(
  object({
    bold: optional(boolean),
    italic: optional(boolean),
    strike: optional(boolean),
    code: optional(boolean),
    underline: optional(boolean),
    highlight: optional(boolean),
    client_highlight: optional(boolean),
    unlink: optional(boolean),
  }),
);

const inline: Check = byType(
  {
    text: object({ text: string(12_000), style }),
    link: object({ url: string(3000), text: optional(string(3000)), unsafe: optional(boolean), style }),
    user: object({ user_id: string(255), style }),
    usergroup: object({ usergroup_id: string(255), style }),
    channel: object({ channel_id: string(255), style }),
    team: object({ team_id: string(255), style }),
    broadcast: object({ range: oneOf('here', 'channel', 'everyone'), style }),
    emoji: object({ name: string(255), unicode: optional(string(255)), url: optional(string(3000)), style }),
    color: object({ value: string(32), style }),
    date: object({
      timestamp: integer(0, 99_999_999_999),
      format: string(255),
      url: optional(string(3000)),
      fallback: optional(string(3000)),
      style,
    }),
  },
  'rich text element',
);

const inlines = list({ min: 0, max: 1000 }, inline);
const border = optional(integer(0, 1));
const section = object({ elements: inlines });

export const richTextFields: Record<string, Check> = {
  elements: list(
    { min: 1, max: 100 },
    byType(
      {
        rich_text_section: section,
        rich_text_list: object({
          style: oneOf('bullet', 'ordered'),
          elements: list({ min: 1, max: 1000 }, byType({ rich_text_section: section }, 'rich_text_section')),
          indent: optional(integer(0, 8)),
          offset: optional(integer(0, 100_000)),
          border,
        }),
        rich_text_quote: object({ elements: inlines, border }),
        rich_text_preformatted: object({ elements: inlines, border, language: optional(string(255)) }),
      },
      'rich text block element',
    ),
  ),
};

export const richText: Check = byType(
  { rich_text: object({ ...richTextFields, block_id: optional(string(255)) }) },
  'rich_text block',
);
