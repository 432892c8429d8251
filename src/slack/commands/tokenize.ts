import type { InputProblem } from '../../domain/input-problem.ts';
import { quoted } from '../../domain/parse-flags.ts';

export interface Token {
  text: string;
  /** Started with a quote, so it is a value even if it looks like a flag. */
  isQuoted: boolean;
}

export type Tokens = { ok: true; tokens: Token[] } | { ok: false; problems: InputProblem[] };

const longestText = 2_000;
const doubleQuotes = '"“”„‟';
const singleQuotes = "'‘’‚‛";
/** Control characters other than white space, zero-width and direction marks: what nobody types on purpose. */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Cf}]/u;

/**
 * Splits what Slack sent after the command's name into words. Slack's `&amp;`, `&lt;` and `&gt;` are turned back once;
 * double quotes hold a word together anywhere, single ones at its start; typographic quotes count as quotes.
 */
export function tokenize(sent: string): Tokens {
  if (sent.length > longestText)
    return refused(`the command is ${sent.length} characters long; at most ${longestText} are read`);
  const text = unescapeSlack(sent);
  const hidden = invisible.exec(text);
  if (hidden) {
    const code = (hidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return refused(
      `the command holds the invisible character U+${code} at position ${hidden.index + 1}; type it again by hand`,
    );
  }
  return split(text);
}

function split(text: string): Tokens {
  const tokens: Token[] = [];
  let current: Token | undefined;
  let closing: string | undefined;
  let openedAt = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (closing !== undefined) {
      const next = text[at + 1] ?? '';
      if (closing.includes(character)) closing = undefined;
      else if (character === '\\' && (closing.includes(next) || next === '\\') && current) {
        current.text += next;
        at += 1;
      } else if (current) current.text += character;
      continue;
    }
    if (/\s/u.test(character)) {
      if (current) tokens.push(current);
      current = undefined;
      continue;
    }
    const quotes = quotesOpenedBy(character, current);
    current ??= { text: '', isQuoted: quotes !== undefined };
    if (quotes === undefined) current.text += character;
    else {
      closing = quotes;
      openedAt = at;
    }
  }
  if (closing !== undefined)
    return refused(`the quote before ${quoted(text.slice(openedAt + 1, openedAt + 21))} is never closed`);
  if (current) tokens.push(current);
  return { ok: true, tokens };
}

/** A single quote inside a word is an apostrophe. */
function quotesOpenedBy(character: string, word: Token | undefined): string | undefined {
  if (doubleQuotes.includes(character)) return doubleQuotes;
  if (singleQuotes.includes(character) && (word === undefined || word.text.endsWith('='))) return singleQuotes;
  return undefined;
}

function unescapeSlack(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));
}

function refused(message: string): Tokens {
  return { ok: false, problems: [{ field: 'command', message, example: '/egress-pool help' }] };
}
