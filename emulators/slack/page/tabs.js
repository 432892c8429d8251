import { h } from './dom.js';
import { goTo, store } from './store.js';

/** Home and Messages of the app. */
export function tabs(current) {
  const direct = store.data.channels.find(({ kind }) => kind === 'im');
  const tab = (name, text, place) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        'aria-selected': String(name === current),
        disabled: !place,
        onclick: () => goTo(place),
      },
      text,
    );
  return h(
    'div',
    { class: 'tabs', role: 'tablist' },
    tab('home', 'Home', 'home'),
    tab('messages', 'Messages', direct?.id),
  );
}
