import { author, avatar } from './avatar.js';
import { h } from './dom.js';
import { store } from './store.js';

/** The bar at the top: who one is, and whether the page is connected. */
export function updateTop(bar, become) {
  const people = store.data.people.filter(({ isDeleted }) => !isDeleted);
  const key = JSON.stringify([store.userId, people, store.isConnected]);
  if (bar.dataset.key === key) return;
  bar.dataset.key = key;
  const option = (person) =>
    h(
      'option',
      { value: person.id, selected: person.id === store.userId },
      person.title ? `${person.realName} (${person.title})` : person.realName,
    );
  bar.replaceChildren(
    h('span', { class: 'local' }, 'Local stand-in for Slack'),
    store.isConnected ? '' : h('span', { class: 'offline', role: 'status' }, 'Connection lost. Trying again…'),
    h(
      'label',
      { class: 'switcher' },
      avatar(author({ user: store.userId }, store.data), 'small'),
      h('span', {}, 'You are'),
      h(
        'select',
        { id: 'person', 'aria-label': 'You are', onchange: (event) => become(event.target.value) },
        people.map(option),
      ),
    ),
  );
}
