import { h } from './dom.js';
import { emoji } from './emoji.js';
import { channelMention, dateText, groupMention, linkTo, userMention } from './mention.js';

/** A `rich_text` block, as nodes. */
export function richText(block, workspace) {
  return block.elements.map((element) => part(element, workspace));
}

function part(element, workspace) {
  const inside = () => element.elements.map((child) => inline(child, workspace));
  switch (element.type) {
    case 'rich_text_section':
      return h('div', { class: 'rich-section' }, inside());
    case 'rich_text_preformatted':
      return h('pre', {}, inside());
    case 'rich_text_quote':
      return h('blockquote', {}, inside());
    case 'rich_text_list': {
      const items = element.elements.map((child) =>
        h(
          'li',
          {},
          child.elements.map((entry) => inline(entry, workspace)),
        ),
      );
      const start = element.offset ? { start: element.offset + 1 } : {};
      return h(element.style === 'ordered' ? 'ol' : 'ul', { class: `indent-${element.indent ?? 0}`, ...start }, items);
    }
    default:
      return h('p', { class: 'unknown' }, `unknown rich text: ${element.type}`);
  }
}

function inline(element, workspace) {
  return styled(content(element, workspace), element.style ?? {});
}

function content(element, workspace) {
  switch (element.type) {
    case 'text':
      return element.text.split('\n').flatMap((line, index) => (index > 0 ? [h('br'), line] : [line]));
    case 'link':
      return [linkTo(element.url, element.text ?? element.url)];
    case 'user':
      return [userMention(element.user_id, workspace)];
    case 'usergroup':
      return [groupMention(element.usergroup_id, workspace)];
    case 'channel':
      return [channelMention(element.channel_id, workspace)];
    case 'emoji':
      return [emoji(element.name)];
    case 'date':
      return [dateText(element.timestamp, element.format, element.fallback ?? '')];
    case 'broadcast':
      return [h('span', { class: 'mention' }, `@${element.range}`)];
    case 'color':
      return [
        h(
          'span',
          { class: 'color', style: `--swatch: ${CSS.supports('color', element.value) ? element.value : 'none'}` },
          element.value,
        ),
      ];
    default:
      return [h('span', { class: 'unknown' }, `unknown element: ${element.type}`)];
  }
}

function styled(nodes, style) {
  const tags = [
    ['code', 'code'],
    ['bold', 'strong'],
    ['italic', 'em'],
    ['strike', 's'],
    ['underline', 'u'],
  ];
  return tags.reduce((inner, [name, tag]) => (style[name] ? [h(tag, {}, inner)] : inner), nodes);
}
