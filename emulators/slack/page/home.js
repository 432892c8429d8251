import { act } from './api.js';
import { renderBlocks } from './blocks.js';
import { h } from './dom.js';
import { store } from './store.js';
import { tabs } from './tabs.js';

const entered = new Map();

/** The app's Home tab. Opening it tells the app, which then publishes it. */
export function homeTab(middle, key) {
  const { home, app } = store.data;
  if (middle.dataset.key !== key) {
    middle.dataset.key = key;
    middle.replaceChildren(
      h('header', { class: 'place' }, h('h1', {}, app.name), h('span', { class: 'about' }, 'App')),
      tabs('home'),
      h('div', { class: 'home' }),
    );
    void act('home', { userId: store.userId });
  }
  const body = middle.querySelector('.home');
  const signature = home?.hash ?? 'empty';
  if (body.dataset.signature === signature) return;
  body.dataset.signature = signature;
  if (home) body.replaceChildren(...renderBlocks(home.blocks, homeSurface(home)));
  else
    body.replaceChildren(
      h(
        'div',
        { class: 'empty' },
        h('h2', {}, 'Nothing here yet'),
        h('p', { role: 'status' }, `Waiting for ${app.name} to fill its Home tab…`),
      ),
    );
}

function homeSurface(home) {
  const place = { userId: store.userId, viewId: home.id };
  const keyOf = (blockId, actionId) => `${home.id} ${blockId} ${actionId}`;
  return {
    workspace: store.data,
    entered: (blockId, actionId) => entered.get(keyOf(blockId, actionId)),
    enter: (blockId, actionId, value) => entered.set(keyOf(blockId, actionId), value),
    act: (blockId, actionId, value) => act('click', { ...place, blockId, actionId, value }),
    suggest: async (blockId, actionId, query) =>
      (await act('suggest', { ...place, blockId, actionId, query }))?.options,
  };
}
