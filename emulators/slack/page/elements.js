import { combobox } from './combobox.js';
import { confirmed } from './confirm.js';
import { h, icon } from './dom.js';
import { textNodes } from './text.js';

/**
 * One block element. `context` has the block, the surface's `entered(blockId, actionId)`, `enter(blockId, actionId,
 * value)`, which only notes it, and `act(blockId, actionId, value)`, which tells the app; in an input block the app is
 * told only when the block says so.
 */
export function renderElement(element, context) {
  const { block } = context;
  const ids = [block.block_id, element.action_id];
  const tell = async (value) => {
    if (context.isInput && !block.dispatch_action) return;
    if (!(await confirmed(element.confirm, context.workspace))) return;
    field.busy(true);
    await context.act(...ids, value);
    field.busy(false);
  };
  const field = {
    value: context.entered?.(...ids),
    change(value) {
      context.enter?.(...ids, value);
      return tell(value);
    },
    /** Set by elements that show that the app has not answered yet. */
    busy: () => undefined,
    note: (value) => context.enter?.(...ids, value),
    attributes: {
      id: context.id,
      'aria-describedby': context.described || undefined,
      'aria-invalid': context.errors?.[block.block_id] ? 'true' : undefined,
      'aria-label': context.isInput ? undefined : (element.placeholder?.text ?? element.accessibility_label),
      'data-action-id': element.action_id,
      autofocus: element.focus_on_load,
    },
  };
  const render = Object.hasOwn(renderers, element.type) ? renderers[element.type] : unknown;
  return render(element, field, context);
}

const typed =
  (type, more = () => ({})) =>
  (element, field) => {
    const value = field.value ?? element.initial_value ?? '';
    const attributes = { ...field.attributes, type, value, placeholder: element.placeholder?.text, ...more(element) };
    return h('input', {
      ...attributes,
      oninput: (event) => field.note(event.target.value),
      onchange: (event) => field.change(event.target.value),
    });
  };

const dated = (type, initial) => (element, field) =>
  h('input', {
    ...field.attributes,
    type,
    value: field.value ?? element[initial] ?? '',
    onchange: (event) => field.change(event.target.value),
  });

const renderers = {
  button,
  image: (element) =>
    h('img', {
      class: 'thumbnail',
      src: element.image_url ?? `/_person/file/${element.slack_file?.id}`,
      alt: element.alt_text,
    }),
  plain_text_input(element, field) {
    if (!element.multiline) return typed('text', ({ max_length }) => ({ maxlength: max_length }))(element, field);
    const value = field.value ?? element.initial_value ?? '';
    return h('textarea', {
      ...field.attributes,
      value,
      rows: 4,
      maxlength: element.max_length,
      placeholder: element.placeholder?.text,
      oninput: (event) => field.note(event.target.value),
      onchange: (event) => field.change(event.target.value),
    });
  },
  number_input: typed('text', (element) => ({ inputmode: element.is_decimal_allowed ? 'decimal' : 'numeric' })),
  email_text_input: typed('email'),
  url_text_input: typed('url'),
  datepicker: dated('date', 'initial_date'),
  timepicker: dated('time', 'initial_time'),
  static_select: (element, field) => select(element, field, groupsOf(element), element.initial_option?.value),
  users_select: (element, field, { workspace }) =>
    select(element, field, [{ options: people(workspace) }], element.initial_user),
  conversations_select: (element, field, { workspace }) =>
    select(element, field, [{ options: channels(workspace) }], element.initial_conversation),
  channels_select: (element, field, { workspace }) =>
    select(element, field, [{ options: channels(workspace) }], element.initial_channel),
  external_select: (element, field, context) =>
    combobox({
      element,
      field,
      isMany: false,
      start: [element.initial_option].filter(Boolean),
      find: asking(element, context),
    }),
  multi_external_select: (element, field, context) =>
    combobox({ element, field, isMany: true, start: element.initial_options ?? [], find: asking(element, context) }),
  multi_static_select: (element, field) =>
    combobox({ element, field, isMany: true, start: element.initial_options ?? [], find: among(groupsOf(element)) }),
  multi_users_select: (element, field, { workspace }) => ids(element, field, people(workspace), element.initial_users),
  multi_conversations_select: (element, field, { workspace }) =>
    ids(element, field, channels(workspace), element.initial_conversations),
  multi_channels_select: (element, field, { workspace }) =>
    ids(element, field, channels(workspace), element.initial_channels),
  radio_buttons: (element, field, context) => choices('radio', element, field, context),
  checkboxes: (element, field, context) => choices('checkbox', element, field, context),
  overflow,
};

function unknown(element) {
  return h('div', { class: 'unknown', role: 'alert' }, `This page cannot show an element of type "${element.type}".`);
}

function button(element, field, { workspace }) {
  const press = (event) => {
    const pressed = event.currentTarget;
    field.busy = (isBusy) => pressed.setAttribute('aria-busy', String(isBusy));
    if (element.url) window.open(element.url, '_blank', 'noopener');
    return field.change(element.value);
  };
  const attributes = { ...field.attributes, 'aria-label': element.accessibility_label, 'data-value': element.value };
  return h(
    'button',
    { ...attributes, type: 'button', class: `button ${element.style ?? ''}`, onclick: press },
    h('span', {}, textNodes(element.text, workspace)),
  );
}

function select(element, field, groups, initial) {
  const current = field.value ?? initial ?? '';
  const options = (group) =>
    group.options.map((option) =>
      h('option', { value: option.value, selected: option.value === current }, option.text.text),
    );
  return h(
    'select',
    { ...field.attributes, onchange: (event) => field.change(event.target.value || null) },
    h('option', { value: '', selected: current === '' }, element.placeholder?.text ?? 'Choose one'),
    groups.map((group) => (group.label ? h('optgroup', { label: group.label.text }, options(group)) : options(group))),
  );
}

function choices(type, element, field, context) {
  const start =
    element.initial_options?.map(({ value }) => value) ??
    (element.initial_option ? [element.initial_option.value] : []);
  const current = new Set([field.value ?? start].flat());
  const name = `${context.id ?? context.block.block_id}-${element.action_id}`;
  const row = (option) => {
    const toggle = (event) => {
      if (type === 'radio') current.clear();
      if (event.target.checked) current.add(option.value);
      else current.delete(option.value);
      return field.change(type === 'radio' ? option.value : [...current]);
    };
    const box = h('input', {
      type,
      name,
      value: option.value,
      checked: current.has(option.value),
      onchange: toggle,
      'data-action-id': element.action_id,
    });
    const description =
      option.description && h('span', { class: 'description' }, textNodes(option.description, context.workspace));
    return h('label', { class: 'choice' }, box, h('span', {}, textNodes(option.text, context.workspace), description));
  };
  return h('div', { class: 'choices', role: type === 'radio' ? 'radiogroup' : 'group' }, element.options.map(row));
}

function overflow(element, field) {
  const menu = h('div', { class: 'menu', popover: 'auto', role: 'menu' });
  const pick = (option) => () => {
    menu.hidePopover();
    return field.change(option.value);
  };
  menu.append(
    ...element.options.map((option) =>
      h(
        'button',
        { type: 'button', role: 'menuitem', onclick: pick(option), 'data-value': option.value },
        option.text.text,
      ),
    ),
  );
  const open = (event) => {
    const place = event.currentTarget.getBoundingClientRect();
    menu.style.top = `${place.bottom + 4}px`;
    menu.style.left = `${Math.max(8, place.right - 220)}px`;
    menu.togglePopover();
  };
  const attributes = { ...field.attributes, 'aria-label': 'More actions', 'aria-haspopup': 'menu' };
  return h(
    'span',
    { class: 'overflow' },
    h(
      'button',
      { ...attributes, type: 'button', class: 'button', onclick: open },
      icon('M4 10h.01M10 10h.01M16 10h.01', 'dots'),
    ),
    menu,
  );
}

const groupsOf = (element) => element.option_groups ?? [{ options: element.options ?? [] }];
const option = (value, text) => ({ value, text: { type: 'plain_text', text } });
const people = (workspace) =>
  workspace.people.filter(({ isDeleted }) => !isDeleted).map(({ id, realName }) => option(id, realName));
const channels = (workspace) =>
  workspace.channels.filter(({ kind }) => kind !== 'im').map(({ id, name }) => option(id, `#${name}`));

const among = (groups) => async (query) =>
  groups.flatMap(({ options }) => options).filter(({ text }) => text.text.toLowerCase().includes(query.toLowerCase()));

const asking =
  (element, { block, suggest }) =>
  (query) =>
    suggest(block.block_id, element.action_id, query);

function ids(element, field, options, initial = []) {
  const start = options.filter(({ value }) => initial.includes(value));
  const change = (values) => field.change(values.map(({ value }) => value));
  return combobox({
    element,
    field: { ...field, value: options.filter(({ value }) => field.value?.includes(value)), change },
    isMany: true,
    start,
    find: among([{ options }]),
  });
}
