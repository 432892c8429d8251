import { author, avatar } from './avatar.js';
import { h, lock, reconcile } from './dom.js';
import { goTo, lastRead, store, timeline } from './store.js';

/** The left side: the workspace, channels with their unread marks, and the app. */
export function updateSidebar(nav) {
  const { team, channels, app } = store.data;
  const groups = [
    { title: 'Channels', entries: channels.filter(({ kind }) => kind !== 'im').map(channelEntry) },
    {
      title: 'Direct messages',
      entries: channels
        .filter(({ kind }) => kind === 'im')
        .map((channel) => ({ ...channelEntry(channel), name: app.name, mark: 'app' })),
    },
    { title: 'Apps', entries: [{ place: 'home', name: app.name, mark: 'app', unread: 0 }] },
  ];
  const items = [{ kind: 'team', name: team.name }, ...groups.filter(({ entries }) => entries.length > 0)];
  reconcile(nav, items, {
    key: (item) => item.title ?? item.kind,
    signature: (item) => JSON.stringify([item, store.place, store.userId]),
    render: (item) => (item.kind === 'team' ? h('div', { class: 'team' }, h('strong', {}, item.name)) : group(item)),
  });
}

function channelEntry(channel) {
  const read = lastRead()[channel.id] ?? '';
  const unread =
    channel.id === store.place
      ? 0
      : timeline(channel.id).filter(({ ts, user }) => ts > read && user !== store.userId).length;
  return { place: channel.id, name: channel.name, mark: channel.kind, unread, isArchived: channel.is_archived };
}

function group({ title, entries }) {
  return h('section', {}, h('h2', {}, title), h('ul', {}, entries.map(entry)));
}

function entry({ place, name, mark, unread, isArchived }) {
  const isCurrent = place === store.place;
  const sign =
    mark === 'app'
      ? avatar(author({ from: 'app' }, store.data), 'small')
      : h('span', { class: 'hash', 'aria-hidden': 'true' }, mark === 'private' ? lock() : '#');
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: `${unread ? 'unread' : ''} ${isArchived ? 'muted' : ''}`,
        'aria-current': isCurrent ? 'page' : undefined,
        'data-place': place,
        onclick: () => goTo(place),
      },
      sign,
      h('span', { class: 'name' }, name),
      unread > 0 && h('span', { class: 'count', 'aria-label': `${unread} unread` }, unread),
    ),
  );
}
