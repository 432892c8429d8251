import { fetchState, watchChanges } from './api.js';
import { updateConversation } from './conversation.js';
import { h } from './dom.js';
import { updateModal } from './modal.js';
import { updateSidebar } from './sidebar.js';
import { become, goTo, showThread, store } from './store.js';
import { updateThread } from './thread.js';
import { updateTop } from './top.js';

const part = (id) => document.getElementById(id);
let unwatch = () => undefined;
let isFetching = false;
let isStale = false;

function render() {
  if (!store.data) return;
  updateTop(part('top'), beSomeone);
  updateConversation(part('middle'));
  updateSidebar(part('sidebar'));
  updateThread(part('thread'));
  updateModal(part('dialogs'));
  document.title = `${store.data.team.name} (local Slack)`;
}

/** One fetch at a time; a change during one asks for another. */
async function refresh() {
  if (isFetching) {
    isStale = true;
    return;
  }
  isFetching = true;
  try {
    do {
      isStale = false;
      const data = await fetchState(store.userId);
      if (data.you !== store.userId) isStale = true;
      else adopt(data);
    } while (isStale);
  } catch {
    store.isConnected = false;
  } finally {
    isFetching = false;
  }
  render();
}

function adopt(data) {
  store.data = data;
  const isPerson = data.people.some(({ id }) => id === store.userId);
  const first = data.people.find(({ isDeleted }) => !isDeleted);
  if (!isPerson && first) {
    beSomeone(first.id);
    return;
  }
  if (store.place !== 'home' && !data.channels.some(({ id }) => id === store.place)) {
    store.place = data.channels.find(({ is_archived }) => !is_archived)?.id ?? 'home';
  }
}

function beSomeone(userId) {
  unwatch();
  become(userId);
  part('dialogs').replaceChildren();
  unwatch = watchChanges(userId, {
    changed: () => void refresh(),
    connected(isConnected) {
      store.isConnected = isConnected;
      render();
    },
  });
  isStale = true;
  void refresh();
}

/** Links to messages and channels of this workspace stay in the page. */
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  const url = link && new URL(link.href, location.href);
  const target = url?.origin === location.origin && /^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?/.exec(url.pathname);
  if (!target || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  const highlightTs = target[2] ? `${target[2]}.${target[3]}` : '';
  goTo(target[1], { threadTs: url.searchParams.get('thread_ts') ?? '', highlightTs });
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && store.threadTs && !document.querySelector('dialog[open]') && !event.defaultPrevented)
    showThread('');
});

window.addEventListener('focus', render);
store.changed = render;
if (document.querySelector('noscript') && !('EventSource' in window)) {
  part('middle').replaceChildren(h('p', {}, 'This browser is too old for this page.'));
} else {
  beSomeone(store.userId);
}
