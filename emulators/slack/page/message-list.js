import { h, reconcile } from './dom.js';
import { renderMessage } from './message.js';
import { store } from './store.js';

const NEAR_PX = 80;
const TOGETHER_S = 300;

/** Brings a list of messages up to date; stays at the bottom when it was there, else where it was. */
export function updateMessages(list, messages, { isInThread, empty }) {
  const isAtBottom = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
  const items = messages.length === 0 ? [{ kind: 'empty' }] : withDays(messages, isInThread);
  reconcile(list, items, {
    key: (item) => item.key ?? item.kind,
    signature: (item) => JSON.stringify(item),
    render: (item) => {
      if (item.kind === 'empty') return h('div', { class: 'empty' }, empty());
      return item.kind === 'day' ? h('h4', { class: 'day' }, h('span', {}, item.text)) : renderMessage(item);
    },
  });
  if (isAtBottom) list.scrollTop = list.scrollHeight;
}

function withDays(messages, isInThread) {
  const items = [];
  let lastDay = '';
  let before;
  for (const message of messages) {
    const day = dayOf(message.ts);
    if (day !== lastDay && !isInThread) items.push({ kind: 'day', key: `day ${day}`, text: day });
    const isFollowing = before !== undefined && day === lastDay && isTogether(before, message);
    items.push({ kind: 'message', key: message.ts, message, isFollowing, isInThread, notice: noticeAt(message.ts) });
    lastDay = day;
    before = message;
  }
  return items;
}

function isTogether(before, message) {
  const isSame = before.user === message.user && before.from === message.from;
  return isSame && !message.subtype && Number(message.ts) - Number(before.ts) < TOGETHER_S;
}

/** Slack's warning at a message whose button did not work: the newest one, for a minute. */
function noticeAt(ts) {
  const newest = store.data.ephemerals.findLast(({ anchorTs }) => anchorTs === ts);
  return newest && Date.now() / 1000 - Number(newest.ts) < 60 ? newest : undefined;
}

function dayOf(ts) {
  const date = new Date(Number(ts) * 1000);
  if (date.toDateString() === new Date().toDateString()) return 'Today';
  return new Intl.DateTimeFormat('en', { weekday: 'long', month: 'long', day: 'numeric' }).format(date);
}
