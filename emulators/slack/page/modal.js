import { act } from './api.js';
import { renderBlocks } from './blocks.js';
import { h, icon } from './dom.js';
import { store } from './store.js';
import { textNodes } from './text.js';

/** What was entered in each form that is or was open: view -> block_id -> action_id -> value. */
const entries = new Map();
const problems = new Map();
const trouble = 'We had some trouble connecting. Try again?';

/** Shows the form on top of the person's stack, or none. */
export function updateModal(dialogs) {
  const view = store.data.views.at(-1);
  let dialog = dialogs.querySelector('dialog.modal');
  if (!view) {
    dialog?.close();
    dialog?.remove();
    return;
  }
  if (!dialog) {
    dialog = h('dialog', { class: 'modal', 'aria-labelledby': 'modal-title' });
    dialogs.append(dialog);
  }
  const key = `${view.id} ${view.hash}`;
  if (dialog.dataset.key === key) return;
  const isNew = dialog.dataset.viewId !== view.id;
  if (!entries.has(view.id)) entries.set(view.id, entriesOf(view));
  Object.assign(dialog.dataset, { key, viewId: view.id });
  dialog.oncancel = (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    void cancel(view);
  };
  draw(dialog, view);
  if (!dialog.open) dialog.showModal();
  if (isNew) firstField(dialog)?.focus();
}

/** What the emulator knows to be entered, after the page was loaded again. */
function entriesOf(view) {
  const kept = {};
  for (const [blockId, actions] of Object.entries(view.state.values)) {
    for (const [actionId, { type, ...rest }] of Object.entries(actions)) {
      const value = Object.values(rest)[0];
      const isBare = ['static_select', 'radio_buttons'].includes(type);
      const bare = type === 'checkboxes' ? value?.map((option) => option.value) : isBare ? value?.value : value;
      if (bare !== null && bare !== undefined) kept[blockId] = { ...kept[blockId], [actionId]: bare };
    }
  }
  return kept;
}

const firstField = (dialog) => dialog.querySelector('.modal-body :is(input, textarea, select)');

function draw(dialog, view) {
  const found = problems.get(view.id) ?? {};
  const focused = document.activeElement?.dataset?.actionId;
  const scroll = dialog.querySelector('.modal-body')?.scrollTop ?? 0;
  const submit =
    view.submit &&
    h('button', { type: 'submit', class: 'button primary' }, h('span', {}, textNodes(view.submit, store.data)));
  const send = (event) => {
    event.preventDefault();
    void sendForm(dialog, view);
  };
  const form = h(
    'form',
    { novalidate: true, onsubmit: send },
    h(
      'header',
      {},
      h('h2', { id: 'modal-title' }, textNodes(view.title, store.data)),
      h(
        'button',
        { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => cancel(view) },
        icon('M5 5l10 10M15 5L5 15'),
      ),
    ),
    h(
      'div',
      { class: 'modal-body' },
      found[''] && h('p', { class: 'form-error', role: 'alert' }, found['']),
      renderBlocks(view.blocks, formSurface(dialog, view, found)),
    ),
    h(
      'footer',
      {},
      h(
        'button',
        { type: 'button', class: 'button', onclick: () => cancel(view) },
        view.close ? textNodes(view.close, store.data) : 'Cancel',
      ),
      submit,
    ),
  );
  dialog.replaceChildren(form);
  dialog.querySelector('.modal-body').scrollTop = scroll;
  if (focused) dialog.querySelector(`[data-action-id="${CSS.escape(focused)}"]`)?.focus();
}

function formSurface(dialog, view, errors) {
  const place = { userId: store.userId, viewId: view.id };
  return {
    workspace: store.data,
    errors,
    entered: (blockId, actionId) => entries.get(view.id)?.[blockId]?.[actionId],
    enter(blockId, actionId, value) {
      const all = entries.get(view.id) ?? {};
      entries.set(view.id, { ...all, [blockId]: { ...all[blockId], [actionId]: value } });
    },
    async act(blockId, actionId, value) {
      const delivery = await act('click', { ...place, blockId, actionId, value });
      if (delivery?.error) report(dialog, view, { '': trouble });
    },
    async suggest(blockId, actionId, query) {
      const answer = await act('suggest', { ...place, blockId, actionId, query });
      return answer?.delivery.error
        ? undefined
        : [...(answer?.options ?? []), ...(answer?.groups ?? []).flatMap(({ options }) => options)];
    },
  };
}

async function sendForm(dialog, view) {
  const submit = dialog.querySelector('button[type="submit"]');
  if (!submit || submit.disabled) return;
  submit.disabled = true;
  submit.setAttribute('aria-busy', 'true');
  const delivery = await act('submit-view', { userId: store.userId, viewId: view.id, values: valuesOf(view) });
  submit.disabled = false;
  submit.removeAttribute('aria-busy');
  const errors = delivery?.fieldErrors ?? {};
  report(dialog, view, delivery?.error ? { '': trouble, ...errors } : errors);
}

/** Only what belongs to fields that the form still has. */
function valuesOf(view) {
  const ids = new Set(view.blocks.map((block) => block.block_id));
  return Object.fromEntries(Object.entries(entries.get(view.id) ?? {}).filter(([id]) => ids.has(id)));
}

function report(dialog, view, errors) {
  problems.set(view.id, errors);
  if (dialog.dataset.viewId !== view.id || !dialog.isConnected) return;
  const current = store.data.views.at(-1);
  if (current?.id === view.id) draw(dialog, current);
  dialog.querySelector('[aria-invalid="true"]')?.focus();
}

async function cancel(view) {
  entries.delete(view.id);
  problems.delete(view.id);
  await act('close-view', { userId: store.userId, viewId: view.id });
}
