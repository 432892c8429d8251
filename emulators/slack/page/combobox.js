import { h } from './dom.js';

let count = 0;
const delayMs = 120;

/**
 * A text field with a list of matching options, for one or many choices; what is chosen are whole options. `find(query)`
 * resolves to options, or to undefined when the app did not answer.
 */
export function combobox({ element, field, isMany, start, find }) {
  count += 1;
  const listId = `options-${count}`;
  const input = h('input', {
    ...field.attributes,
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    'aria-expanded': 'false',
    'aria-controls': listId,
    'aria-autocomplete': 'list',
    placeholder: element.placeholder?.text ?? 'Search',
  });
  const list = h('ul', { class: 'options', id: listId, role: 'listbox', hidden: true });
  const chips = h('span', { class: 'chips' });
  const chosen = [field.value ?? start].flat().filter(Boolean);
  const box = { element, field, isMany, find, input, list, chips, chosen, options: [], active: -1, timer: undefined };
  listen(box);
  settle(box);
  return h('div', { class: 'combobox' }, chips, input, list);
}

function listen(box) {
  const { input, field } = box;
  input.addEventListener('input', () => {
    clearTimeout(box.timer);
    box.timer = setTimeout(() => void search(box, input.value), delayMs);
  });
  input.addEventListener('focus', () => {
    input.select();
    void search(box, '');
  });
  input.addEventListener('blur', () => {
    if (!box.isMany && input.value === '' && box.chosen.length > 0) {
      box.chosen = [];
      field.note(null);
    }
    settle(box);
    show(box, false);
  });
  input.addEventListener('keydown', (event) => onKey(event, box));
}

function onKey(event, box) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const isOpen = !box.list.hidden;
  if (step !== undefined) {
    event.preventDefault();
    const size = Math.max(1, box.options.length);
    box.active = box.active < 0 && step < 0 ? size - 1 : (box.active + step + size) % size;
    draw(box, '');
  } else if (event.key === 'Enter' && isOpen) {
    event.preventDefault();
    const picked = box.options[Math.max(0, box.active)];
    if (picked) choose(box, picked);
  } else if (event.key === 'Escape' && isOpen) {
    event.preventDefault();
    event.stopPropagation();
    show(box, false);
  } else if (event.key === 'Backspace' && box.isMany && box.input.value === '' && box.chosen.length > 0) {
    drop(box, box.chosen.at(-1));
  }
}

async function search(box, query) {
  const { element, input, find, isMany } = box;
  const shortest = element.min_query_length ?? (element.type.includes('external') ? 3 : 0);
  Object.assign(box, { options: [], active: -1 });
  if (query.length < shortest) {
    draw(box, `Type ${shortest} or more characters`);
    return;
  }
  draw(box, 'Searching…');
  const found = await find(query);
  if (document.activeElement !== input) return;
  const isTaken = ({ value }) => isMany && box.chosen.some((one) => one.value === value);
  box.options = (found ?? []).filter((option) => !isTaken(option));
  draw(box, found ? 'Nothing matches' : 'The app did not answer. Try again.');
}

function draw(box, empty) {
  const { list, input, options, active } = box;
  const rows = options.map((option, index) => {
    const press = (event) => {
      event.preventDefault();
      choose(box, option);
    };
    const description = option.description && h('span', { class: 'description' }, option.description.text);
    const attributes = { id: `${list.id}-${index}`, role: 'option', 'data-value': option.value };
    return h(
      'li',
      { ...attributes, 'aria-selected': String(index === active), onmousedown: press },
      option.text.text,
      description,
    );
  });
  list.replaceChildren(...(rows.length > 0 ? rows : [h('li', { class: 'nothing' }, empty)]));
  input.setAttribute('aria-activedescendant', active >= 0 ? `${list.id}-${active}` : '');
  list.children[active]?.scrollIntoView({ block: 'nearest' });
  show(box, true);
}

function choose(box, picked) {
  const others = box.chosen.filter(({ value }) => value !== picked.value);
  box.chosen = box.isMany ? [...others, picked].slice(0, box.element.max_selected_items ?? 100) : [picked];
  box.input.value = '';
  settle(box);
  show(box, false);
  void box.field.change(box.isMany ? box.chosen : picked);
}

function drop(box, gone) {
  box.chosen = box.chosen.filter((other) => other !== gone);
  settle(box);
  void box.field.change(box.chosen);
}

/** The field shows what is chosen: as its text, or as chips beside it. */
function settle(box) {
  if (!box.isMany) box.input.value = box.chosen[0]?.text.text ?? '';
  const chip = (picked) => {
    const { text } = picked.text;
    const remove = h(
      'button',
      { type: 'button', 'aria-label': `Remove ${text}`, onclick: () => drop(box, picked) },
      '×',
    );
    return h('span', { class: 'chip' }, text, remove);
  };
  box.chips.replaceChildren(...(box.isMany ? box.chosen.map(chip) : []));
}

function show({ list, input }, isOpen) {
  list.hidden = !isOpen;
  input.setAttribute('aria-expanded', String(isOpen));
}
