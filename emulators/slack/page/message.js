import { act } from './api.js';
import { author, avatar } from './avatar.js';
import { renderBlocks } from './blocks.js';
import { h, icon } from './dom.js';
import { emoji } from './emoji.js';
import { mrkdwn } from './mrkdwn.js';
import { showThread, store } from './store.js';

/** One message of a list. `isInThread`: without the line that counts its replies. */
export function renderMessage({ message, isFollowing, isInThread, notice }) {
  const workspace = store.data;
  const by = author(message, workspace);
  const isPrivate = message.from !== undefined;
  const classes = `message ${isPrivate ? 'private' : ''} ${isFollowing ? 'following' : ''} ${message.from === 'slackbot' ? 'from-slackbot' : ''}`;
  return h(
    'article',
    {
      class: classes,
      'data-ts': message.ts,
      'data-user-id': by.id,
      'aria-label': `${by.name}: ${message.text.slice(0, 80)}`,
    },
    h('div', { class: 'gutter' }, isFollowing ? time(message.ts) : avatar(by)),
    h(
      'div',
      { class: 'content' },
      isPrivate &&
        h(
          'p',
          { class: 'only-you' },
          icon('M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5M10 8a2 2 0 1 1 0 4a2 2 0 0 1 0-4'),
          ' Only visible to you',
        ),
      !isFollowing &&
        h(
          'div',
          { class: 'byline' },
          h('strong', { class: 'author' }, by.name),
          by.isApp && by.id !== 'slackbot' && h('span', { class: 'app-badge' }, 'APP'),
          time(message.ts),
        ),
      message.subtype === 'thread_broadcast' && h('p', { class: 'broadcast' }, 'replied to a thread'),
      body(message, workspace),
      message.files?.map(file),
      reactions(message),
      !isInThread && message.reply_count > 0 && replies(message),
      notice &&
        h('p', { class: 'not-answered', role: 'alert' }, icon('M10 8v4M10 14.5v.5M10 3l8 14H2z'), ` ${notice.text}`),
    ),
    !isInThread && !isPrivate && toolbar(message),
  );
}

function body(message, workspace) {
  const edited = message.edited && h('span', { class: 'edited' }, ' (edited)');
  if (!message.blocks?.length) return h('div', { class: 'text' }, mrkdwn(message.text, workspace), edited);
  return h('div', { class: 'blocks' }, renderBlocks(message.blocks, messageSurface(message)), edited);
}

function messageSurface(message) {
  const place = { userId: store.userId, channelId: message.channel ?? message.channelId, messageTs: message.ts };
  return {
    workspace: store.data,
    act: (blockId, actionId, value) => act('click', { ...place, blockId, actionId, value }),
    suggest: async (blockId, actionId, query) => {
      const answer = await act('suggest', { ...place, blockId, actionId, query });
      return answer?.delivery.error
        ? undefined
        : [...(answer?.options ?? []), ...(answer?.groups ?? []).flatMap(({ options }) => options)];
    },
  };
}

function time(ts) {
  const date = new Date(Number(ts) * 1000);
  const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false }).format(date);
  return h('time', { datetime: date.toISOString(), title: date.toLocaleString() }, clock);
}

function replies(message) {
  const latest = new Date(Number(message.latest_reply) * 1000);
  const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false }).format(latest);
  const count = message.reply_count === 1 ? '1 reply' : `${message.reply_count} replies`;
  const faces = message.reply_users.slice(0, 4).map((user) => avatar(author({ user }, store.data), 'small'));
  const open = () => showThread(message.ts);
  return h(
    'button',
    { type: 'button', class: 'replies', onclick: open },
    faces,
    h('strong', {}, count),
    h('span', {}, ` Last reply ${clock}`),
  );
}

function toolbar(message) {
  const open = () => showThread(message.thread_ts ?? message.ts);
  return h(
    'div',
    { class: 'toolbar' },
    h(
      'button',
      { type: 'button', 'aria-label': 'Reply in thread', title: 'Reply in thread', onclick: open },
      icon('M3 4h14v9H9l-4 3v-3H3z'),
    ),
  );
}

function reactions(message) {
  if (!message.reactions) return undefined;
  return h(
    'div',
    { class: 'reactions' },
    message.reactions.map(({ name, count }) => h('span', { class: 'reaction' }, emoji(name), ` ${count}`)),
  );
}

function file({ id, title, name }) {
  const source = `/_person/file/${id}`;
  const isImage = /\.(png|jpe?g|gif)$/i.test(name);
  return h(
    'figure',
    { class: 'file' },
    h('figcaption', {}, title),
    isImage ? h('img', { src: source, alt: title }) : h('a', { href: source, download: name }, name),
  );
}
