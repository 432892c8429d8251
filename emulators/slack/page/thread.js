import { composer } from './composer.js';
import { h, icon } from './dom.js';
import { updateMessages } from './message-list.js';
import { showThread, store, threadOf } from './store.js';

/** The right side: one thread, when one is open. */
export function updateThread(pane) {
  const root = store.data.messages.find(({ ts, channel }) => ts === store.threadTs && channel === store.place);
  pane.hidden = !root;
  document.body.classList.toggle('with-thread', Boolean(root));
  if (!root) {
    pane.dataset.key = '';
    return;
  }
  const key = `${store.userId} ${root.ts}`;
  if (pane.dataset.key !== key) build(pane, root, key);
  const messages = threadOf(root.ts);
  const count = messages.length - 1;
  pane.querySelector('.about').textContent = count === 1 ? '1 reply' : `${count} replies`;
  updateMessages(pane.querySelector('.messages'), messages, { isInThread: true, empty: () => '' });
}

function build(pane, root, key) {
  const channel = store.data.channels.find(({ id }) => id === store.place);
  pane.dataset.key = key;
  pane.replaceChildren(
    h(
      'header',
      { class: 'place' },
      h('h2', {}, 'Thread'),
      h('span', { class: 'about' }),
      h(
        'button',
        { type: 'button', class: 'close', 'aria-label': 'Close the thread', onclick: () => showThread('') },
        icon('M5 5l10 10M15 5L5 15'),
      ),
    ),
    h('div', { class: 'messages', role: 'log', 'aria-label': 'Replies', tabindex: 0 }),
    channel?.is_archived ? '' : composer({ label: 'Reply…', channelId: root.channel, threadTs: root.ts }),
  );
  const list = pane.querySelector('.messages');
  requestAnimationFrame(() => {
    list.scrollTop = list.scrollHeight;
  });
}
