import { h } from './dom.js';
import { emoji, isEmoji } from './emoji.js';
import { channelMention, dateText, groupMention, linkTo, userMention } from './mention.js';

/**
 * Slack's mrkdwn as nodes. Only the known marks become elements; everything else, also what looks like HTML, is text.
 */
export function mrkdwn(text, workspace) {
  return blocksOf(text).flatMap((part) =>
    part.kind === 'pre' ? h('pre', {}, unescaped(part.text)) : lines(part.text, workspace),
  );
}

/** `plain_text`: no marks but emoji. */
export function plainText(text) {
  return text.split(/(:[\w+-]+:)/).map((part) => (/^:[\w+-]+:$/.test(part) ? emoji(part.slice(1, -1)) : part));
}

function blocksOf(text) {
  return text
    .split(/```([\s\S]+?)```/)
    .map((part, index) => ({ kind: index % 2 ? 'pre' : 'text', text: part.replace(index % 2 ? /^\n/ : '', '') }));
}

function lines(text, workspace) {
  const nodes = [];
  let quote;
  for (const [index, line] of text.split('\n').entries()) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append(h('br'));
      else {
        quote = h('blockquote');
        nodes.push(quote);
      }
      quote.append(...inline(quoted[1], workspace));
    } else {
      if (index > 0 && !quote) nodes.push(h('br'));
      quote = undefined;
      nodes.push(...inline(line, workspace));
    }
  }
  return nodes;
}

const token =
  /`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])|(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])|:([\w+-]+):/g;

function inline(text, workspace) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const [whole, code, reference, bold, italic, strike, shortcode] = match;
    if (match.index > end) nodes.push(unescaped(text.slice(end, match.index)));
    end = match.index + whole.length;
    if (code !== undefined) nodes.push(h('code', {}, unescaped(code)));
    else if (reference !== undefined) nodes.push(referenced(reference, workspace));
    else if (bold !== undefined) nodes.push(h('strong', {}, ...inline(bold, workspace)));
    else if (italic !== undefined) nodes.push(h('em', {}, ...inline(italic, workspace)));
    else if (strike !== undefined) nodes.push(h('s', {}, ...inline(strike, workspace)));
    else nodes.push(isEmoji(shortcode) ? emoji(shortcode) : whole);
  }
  if (end < text.length) nodes.push(unescaped(text.slice(end)));
  return nodes;
}

/** What stands between `<` and `>`. */
function referenced(reference, workspace) {
  const [target, label] = reference.split('|');
  if (target.startsWith('@')) return userMention(target.slice(1), workspace);
  if (target.startsWith('#')) return channelMention(target.slice(1), workspace);
  if (target.startsWith('!subteam^')) return groupMention(target.slice('!subteam^'.length), workspace);
  if (target.startsWith('!date^')) {
    const [, timestamp, format, url] = target.split('^');
    const shown = dateText(Number(timestamp), format, unescaped(label ?? ''));
    return url ? linkTo(unescaped(url), shown) : shown;
  }
  if (target.startsWith('!')) return h('span', { class: 'mention' }, `@${target.slice(1)}`);
  return linkTo(unescaped(target), unescaped(label ?? target));
}

function unescaped(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
