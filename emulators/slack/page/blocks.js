import { append, h, icon } from './dom.js';
import { renderElement } from './elements.js';
import { markdown } from './markdown.js';
import { plan, taskCard } from './plan.js';
import { richText } from './rich-text.js';
import { textNodes } from './text.js';

/**
 * Blocks as elements, each with its `data-block-id`. `surface` knows the workspace, what was entered, the errors under
 * the fields, and what to do when a person acts. A block of an unknown type is a red box, never nothing.
 */
export function renderBlocks(blocks, surface) {
  return blocks.map((block) => {
    const render = Object.hasOwn(renderers, block.type) ? renderers[block.type] : unknown;
    const element = h('div', { class: `block ${block.type}`, 'data-block-id': block.block_id });
    append(element, [render(block, surface)]);
    return element;
  });
}

const renderers = {
  section: (block, surface) => [
    h(
      'div',
      { class: 'section-text' },
      block.text && h('div', { class: 'text' }, textNodes(block.text, surface.workspace)),
      block.fields &&
        h(
          'div',
          { class: 'fields' },
          block.fields.map((field) => h('div', { class: 'field text' }, textNodes(field, surface.workspace))),
        ),
    ),
    block.accessory && h('div', { class: 'accessory' }, renderElement(block.accessory, { ...surface, block })),
  ],
  header: (block, surface) => h('h3', {}, textNodes(block.text, surface.workspace)),
  divider: () => h('hr'),
  context: (block, surface) =>
    block.elements.map((element) =>
      element.type === 'image' ? picture(element) : h('span', { class: 'text' }, textNodes(element, surface.workspace)),
    ),
  actions: (block, surface) => block.elements.map((element) => renderElement(element, { ...surface, block })),
  image: (block, surface) =>
    h('figure', {}, block.title && h('figcaption', {}, textNodes(block.title, surface.workspace)), picture(block)),
  input,
  rich_text: (block, surface) => richText(block, surface.workspace),
  markdown: (block) => markdown(block.text),
  table,
  plan: (block, surface) => plan(block, surface.workspace),
  task_card: (block, surface) => taskCard(block, surface.workspace),
  alert: (block, surface) => {
    const level = block.level ?? 'default';
    const role = level === 'error' || level === 'warning' ? 'alert' : 'note';
    return h(
      'div',
      { class: `alert-box ${level}`, role },
      icon(alertPaths[level] ?? alertPaths.info),
      h('div', { class: 'text' }, textNodes(block.text, surface.workspace)),
    );
  },
};

const alertPaths = {
  info: 'M10 9v5M10 6v.5M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15',
  success: 'M6 10.5l3 3 5-6M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15',
  warning: 'M10 8v4M10 14.5v.5M10 3l8 14H2z',
  error: 'M10 6v5M10 13.5v.5M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15',
};

function unknown(block) {
  return h('div', { class: 'unknown', role: 'alert' }, `This page cannot show a block of type "${block.type}".`);
}

function picture(image) {
  const source = image.slack_file
    ? `/_person/file/${image.slack_file.id ?? /files\/(\w+)/.exec(image.slack_file.url)?.[1]}`
    : image.image_url;
  return h('img', { src: source, alt: image.alt_text, loading: 'lazy' });
}

let count = 0;

function input(block, surface) {
  count += 1;
  const id = `field-${count}`;
  const error = surface.errors?.[block.block_id];
  const described = [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const isGroup = ['radio_buttons', 'checkboxes'].includes(block.element.type);
  const label = [
    ...textNodes(block.label, surface.workspace),
    block.optional && h('span', { class: 'optional' }, ' (optional)'),
  ];
  const control = renderElement(block.element, { ...surface, block, id, described, isInput: true });
  return [
    isGroup
      ? h('fieldset', { 'aria-describedby': described || undefined }, h('legend', {}, label), control)
      : [h('label', { for: id }, label), control],
    error && h('p', { class: 'field-error', id: `${id}-error` }, error),
    block.hint && h('p', { class: 'hint', id: `${id}-hint` }, textNodes(block.hint, surface.workspace)),
  ];
}

function table(block, surface) {
  const settings = block.column_settings ?? [];
  const cell = (tag) => (content, column) => {
    const set = settings[column] ?? {};
    const shown =
      content.type === 'rich_text' ? richText(content, surface.workspace) : (content.text ?? String(content.value));
    const scope = tag === 'th' ? { scope: 'col' } : {};
    return h(tag, { class: `${set.align ?? 'left'} ${set.is_wrapped ? 'wrapped' : ''}`, ...scope }, shown);
  };
  const [head = [], ...rows] = block.rows;
  return h(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'Table' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, head.map(cell('th')))),
      h(
        'tbody',
        {},
        rows.map((row) => h('tr', {}, row.map(cell('td')))),
      ),
    ),
  );
}
