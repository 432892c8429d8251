import { composer } from './composer.js';
import { h, icon, lock } from './dom.js';
import { homeTab } from './home.js';
import { updateMessages } from './message-list.js';
import { markRead, store, timeline } from './store.js';
import { tabs } from './tabs.js';

/** The middle: a channel, the direct messages with the app, or its Home tab. */
export function updateConversation(middle) {
  const channel = store.data.channels.find(({ id }) => id === store.place);
  const key = `${store.userId} ${store.place} ${channel?.is_archived} ${channel?.num_members}`;
  if (store.place === 'home') {
    homeTab(middle, key);
    return;
  }
  if (!channel) return;
  if (middle.dataset.key !== key) build(middle, channel, key);
  const list = middle.querySelector('.messages');
  const messages = timeline(channel.id);
  updateMessages(list, messages, { isInThread: false, empty: () => beginning(channel) });
  if (document.hasFocus()) markRead(channel.id, messages.at(-1)?.ts ?? '');
  highlight(list);
}

function build(middle, channel, key) {
  const isDirect = channel.kind === 'im';
  const title = isDirect ? store.data.app.name : channel.name;
  const label = isDirect ? `Message ${title}` : `Message #${title}`;
  const count = channel.num_members;
  const about = isDirect
    ? 'App'
    : `${count} ${count === 1 ? 'member' : 'members'}${channel.botIsMember ? '' : ` · ${store.data.app.name} is not here`}`;
  middle.dataset.key = key;
  middle.replaceChildren(
    h(
      'header',
      { class: 'place' },
      h(
        'h1',
        {},
        isDirect ? '' : h('span', { class: 'hash', 'aria-hidden': 'true' }, channel.kind === 'private' ? lock() : '#'),
        title,
      ),
      h('span', { class: 'about' }, about),
      channel.topic.value && h('span', { class: 'topic' }, channel.topic.value),
    ),
    isDirect ? tabs('messages') : '',
    h('div', {
      class: 'messages',
      role: 'log',
      'aria-live': 'polite',
      'aria-label': `Messages in ${title}`,
      tabindex: 0,
    }),
    channel.is_archived
      ? h('p', { class: 'archived' }, 'This channel is archived.')
      : composer({ label, channelId: channel.id }),
  );
  const list = middle.querySelector('.messages');
  requestAnimationFrame(() => {
    if (!store.highlightTs) list.scrollTop = list.scrollHeight;
  });
}

function beginning(channel) {
  const isDirect = channel.kind === 'im';
  const command = store.data.app.commands[0];
  return [
    icon(isDirect ? 'M3 4h14v9H9l-4 3v-3H3z' : 'M8 3 6 17M14 3l-2 14M4 7h13M3 13h13', 'large'),
    h(
      'h2',
      {},
      isDirect
        ? `This is the very beginning of your messages with ${store.data.app.name}`
        : `This is the very beginning of #${channel.name}`,
    ),
    !isDirect && !channel.botIsMember
      ? h(
          'p',
          {},
          `${store.data.app.name} is not in this channel. To add it, send `,
          h('code', {}, `/invite @${store.data.app.name}`),
          '.',
        )
      : h('p', {}, 'Try ', h('code', {}, command), ' in the box below.'),
  ];
}

function highlight(list) {
  if (!store.highlightTs) return;
  const message = list.querySelector(`[data-ts="${CSS.escape(store.highlightTs)}"]`);
  if (!message) return;
  store.highlightTs = '';
  message.scrollIntoView({ block: 'center' });
  message.classList.add('highlight');
}
