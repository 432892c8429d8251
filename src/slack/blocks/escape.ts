/** Control characters and those without a shape (zero-width, direction marks), line ends included. */
const shapeless = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** One line of text as it is, without characters that hide or turn others. For `plain_text` and rich text. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(shapeless, ' ').replace(/ {2,}/g, ' ').trim();
}

/** Text for mrkdwn: nothing in it pings, links or formats. Formatting characters become ones that look like them. */
export function escapeText(text: string): string {
  return escapeEntities(oneLine(text).replace(/[*~`]/g, (character) => lookalikes[character] ?? '')).replace(
    /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu,
    'ˍ',
  );
}

/** A name or an id for mrkdwn, shown as code and copyable as it is; `-` for an empty one. */
export function codeSpan(text: string): string {
  return `\`${escapeEntities(oneLine(text).replaceAll('`', "'")) || '-'}\``;
}

/** Text of several lines to copy: only characters that hide or turn others are replaced. */
export function copyable(text: string): string {
  return text.toWellFormed().replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, ' ');
}

/** The same as a code block of mrkdwn, cut to a length. */
export function codeBlock(text: string, max: number): string {
  const escaped = escapeEntities(copyable(text).replaceAll('```', "'''"));
  return `\`\`\`${
    escaped.length <= max
      ? escaped
      : `${escaped
          .slice(0, max)
          .replace(/&[a-z]{0,4}$/, '')
          .replace(/[\uD800-\uDBFF]$/, '')}…`
  }\`\`\``;
}

/** What Slack asks for in every mrkdwn text, and nothing else: https://docs.slack.dev/messaging/formatting-message-text */
export function escapeEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const lookalikes: Record<string, string> = { '*': '∗', '~': '∼', '`': 'ˋ' };
