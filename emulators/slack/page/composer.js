import { act, toast } from './api.js';
import { h, icon } from './dom.js';
import { store } from './store.js';

/**
 * A message box: Enter sends, Shift+Enter breaks the line, a slash opens the list of commands. Without `threadTs` a
 * text that starts with a slash is a command; Slack has none in threads.
 */
export function composer({ label, channelId, threadTs }) {
  const menu = h('ul', {
    class: 'completions',
    role: 'listbox',
    id: `completions-${threadTs ?? 'channel'}`,
    hidden: true,
  });
  const box = h('textarea', {
    rows: 1,
    placeholder: label,
    'aria-label': label,
    'aria-controls': menu.id,
    'aria-autocomplete': 'list',
  });
  const hint = h('span', { class: 'composer-hint', 'aria-hidden': 'true' });
  const state = { offers: [], active: 0, isChosen: false };
  const refresh = () => {
    state.offers = threadTs ? [] : offersFor(box.value);
    state.isChosen = false;
    state.active = Math.min(state.active, Math.max(0, state.offers.length - 1));
    drawOffers(menu, state, take);
    const { commands, usageHint } = store.data.app;
    hint.textContent = !threadTs && commands.includes(box.value.trim()) ? usageHint : '';
    grow(box);
    send.disabled = box.value.trim() === '';
  };
  const take = (offer) => {
    box.value = `${offer.text} `;
    box.focus();
    refresh();
  };
  const submit = () => {
    const text = box.value.trim();
    if (text === '') return;
    box.value = '';
    refresh();
    void post({ text, channelId, threadTs });
  };
  const send = h(
    'button',
    { type: 'button', class: 'send', 'aria-label': 'Send', title: 'Send', onclick: submit, disabled: true },
    icon('M3 10h6M3 10l-1-7 16 7-16 7z'),
  );
  box.addEventListener('input', refresh);
  box.addEventListener('blur', () => {
    menu.hidden = true;
  });
  box.addEventListener('keydown', (event) => onKey(event, { state, menu, take, submit, refresh, box }));
  return h('div', { class: 'composer' }, menu, h('div', { class: 'composer-box' }, box, hint, send));
}

async function post({ text, channelId, threadTs }) {
  const who = { userId: store.userId, channelId };
  if (!text.startsWith('/')) await act('message', { ...who, text, threadTs });
  else if (threadTs) toast(`${text.split(' ')[0]} is not supported in threads. Sorry!`);
  else await act('command', { ...who, text });
}

function onKey(event, { state, menu, take, submit, refresh, box }) {
  const isOpen = !menu.hidden;
  const offer = state.offers[state.active];
  if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    state.isChosen = true;
    state.active = (state.active + (event.key === 'ArrowDown' ? 1 : -1) + state.offers.length) % state.offers.length;
    drawOffers(menu, state, take);
  } else if (isOpen && event.key === 'Escape') {
    event.preventDefault();
    event.stopPropagation();
    menu.hidden = true;
  } else if (isOpen && offer && (event.key === 'Tab' || (event.key === 'Enter' && isMeant(state, box.value)))) {
    event.preventDefault();
    take(offer);
  } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if (event.key === 'Escape') {
    box.value = '';
    refresh();
  }
}

/** Enter takes an offer that was chosen with the arrows, or completes a command's name; else it sends what is typed. */
const isMeant = (state, typed) => state.isChosen || (!typed.includes(' ') && !store.data.app.commands.includes(typed));

function offersFor(typed) {
  const { commands, completions, usageHint, name } = store.data.app;
  if (!typed.startsWith('/') || typed.includes('\n')) return [];
  const own = commands.map((text) => ({ text, hint: usageHint || name }));
  const known = typed.includes(' ') ? completions : [...own, { text: '/invite', hint: '@someone or @app' }];
  return known.filter(({ text }) => text.startsWith(typed.trimStart()) && text !== typed.trim());
}

function drawOffers(menu, state, take) {
  menu.hidden = state.offers.length === 0;
  menu.replaceChildren(
    ...state.offers.map((offer, index) => {
      const press = (event) => {
        event.preventDefault();
        take(offer);
      };
      return h(
        'li',
        { role: 'option', 'aria-selected': String(index === state.active), onmousedown: press },
        h('strong', {}, offer.text),
        h('span', {}, offer.hint),
      );
    }),
  );
  menu.children[state.active]?.scrollIntoView({ block: 'nearest' });
}

function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${Math.min(200, box.scrollHeight)}px`;
}
