/**
 * What the page knows: who one is, where one looks, and what that person sees. `changed` is called after every change
 * of place; the state of the workspace comes from the emulator.
 */
const address = new URLSearchParams(location.search);
const permalink = /^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?/.exec(location.pathname);

export const store = {
  userId: address.get('as') ?? localStorage.getItem('slack-person') ?? '',
  /** A channel's id, or `home`. */
  place: permalink?.[1] ?? address.get('channel') ?? '',
  threadTs: address.get('thread_ts') ?? address.get('thread') ?? '',
  highlightTs: permalink?.[2] ? `${permalink[2]}.${permalink[3]}` : '',
  data: undefined,
  isConnected: true,
  changed: () => undefined,
};

export function become(userId) {
  localStorage.setItem('slack-person', userId);
  Object.assign(store, { userId, threadTs: '' });
  remember();
}

export function goTo(place, { threadTs = '', highlightTs = '' } = {}) {
  Object.assign(store, { place, threadTs, highlightTs });
  remember();
  store.changed();
}

export function showThread(threadTs) {
  store.threadTs = threadTs;
  remember();
  store.changed();
}

function remember() {
  const query = new URLSearchParams({ as: store.userId, channel: store.place });
  if (store.threadTs) query.set('thread', store.threadTs);
  history.replaceState(null, '', `/?${query}`);
}

const readKey = () => `slack-read-${store.data.team.id}-${store.userId}`;

export function markRead(channelId, ts) {
  const read = lastRead();
  if ((read[channelId] ?? '') >= ts) return;
  localStorage.setItem(readKey(), JSON.stringify({ ...read, [channelId]: ts }));
}

export function lastRead() {
  return JSON.parse(localStorage.getItem(readKey()) ?? '{}');
}

/** Messages and private ones of a channel in order of time, without the replies in threads. */
export function timeline(channelId) {
  const { messages, ephemerals } = store.data;
  const roots = messages.filter(
    (message) => message.channel === channelId && (!isReply(message) || message.subtype === 'thread_broadcast'),
  );
  const own = ephemerals.filter((message) => message.channelId === channelId && !message.threadTs && !message.anchorTs);
  return [...roots, ...own].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

export function threadOf(rootTs) {
  const { messages, ephemerals } = store.data;
  const own = ephemerals.filter((message) => message.threadTs === rootTs && !message.anchorTs);
  const replies = messages.filter((message) => message.thread_ts === rootTs || message.ts === rootTs);
  return [...replies, ...own].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

export function isReply(message) {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts;
}
