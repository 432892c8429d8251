import { h } from './dom.js';
import { linkTo } from './mention.js';

/** A `markdown` block: headings, lists, quotes, code, and the usual marks within a line. */
export function markdown(text) {
  const nodes = [];
  let open;
  for (const part of text.split(/(```[\s\S]*?```)/)) {
    if (part.startsWith('```')) {
      nodes.push(h('pre', {}, part.replace(/^```[^\n]*\n?/, '').replace(/```$/, '')));
      continue;
    }
    for (const line of part.split('\n')) {
      const [, hashes, heading] = /^(#{1,6}) (.*)$/.exec(line) ?? [];
      const [, mark, item] = /^\s*([-*]|\d+\.) (.*)$/.exec(line) ?? [];
      const [, quote] = /^> ?(.*)$/.exec(line) ?? [];
      const kind = hashes
        ? ''
        : mark
          ? /\d/.test(mark)
            ? 'ol'
            : 'ul'
          : quote === undefined
            ? line.trim()
              ? 'p'
              : ''
            : 'blockquote';
      if (hashes) nodes.push(h(`h${Math.min(6, hashes.length + 2)}`, {}, ...inline(heading)));
      if (kind === '' || open?.kind !== kind) open = kind ? { kind, node: h(kind) } : undefined;
      if (open && !nodes.includes(open.node)) nodes.push(open.node);
      if (mark) open.node.append(h('li', {}, ...inline(item)));
      else if (open) open.node.append(...(open.node.childNodes.length ? [h('br')] : []), ...inline(quote ?? line));
    }
  }
  return nodes;
}

const token =
  /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|__(.+?)__|\*(\S[^*]*)\*|(?<!\w)_(\S[^_]*)_(?!\w)|~~(.+?)~~/g;

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const [whole, code, label, url, bold, bolder, italic, slanted, strike] = match;
    nodes.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (code !== undefined) nodes.push(h('code', {}, code));
    else if (label !== undefined) nodes.push(linkTo(url, label));
    else if (bold ?? bolder) nodes.push(h('strong', {}, ...inline(bold ?? bolder)));
    else if (italic ?? slanted) nodes.push(h('em', {}, ...inline(italic ?? slanted)));
    else nodes.push(h('s', {}, ...inline(strike)));
  }
  return [...nodes, text.slice(end)].filter((node) => node !== '');
}
