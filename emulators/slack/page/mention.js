import { h, lock } from './dom.js';

export function userMention(id, workspace) {
  const isBot = id === workspace.app.botUserId;
  const person = workspace.people.find((candidate) => candidate.id === id);
  const name = isBot ? workspace.app.name : (person?.realName ?? id);
  return h('span', { class: id === workspace.you ? 'mention you' : 'mention', 'data-user-id': id }, `@${name}`);
}

export function groupMention(id, workspace) {
  const group = workspace.groups.find((candidate) => candidate.id === id);
  return h('span', { class: 'mention' }, `@${group?.handle ?? id}`);
}

export function channelMention(id, workspace) {
  const channel = workspace.channels.find((candidate) => candidate.id === id);
  if (!channel) return h('span', { class: 'mention' }, lock(), ' private channel');
  return h('a', { class: 'mention', href: `/archives/${id}`, 'data-channel-id': id }, `#${channel.name}`);
}

/** Links of the workspace itself stay in the page; only web and mail addresses are links at all. */
export function linkTo(url, label) {
  if (!URL.canParse(url, location.href)) return label;
  const { protocol, origin } = new URL(url, location.href);
  if (!['http:', 'https:', 'mailto:'].includes(protocol)) return label;
  const isOwn = origin === location.origin;
  return h('a', { href: url, ...(isOwn ? {} : { target: '_blank', rel: 'noreferrer noopener' }) }, label || url);
}

/** Slack's date tokens, in the reader's own time zone. */
export function dateText(timestamp, format, fallback) {
  const date = new Date(timestamp * 1000);
  if (Number.isNaN(date.getTime())) return fallback;
  const as = (options) => new Intl.DateTimeFormat('en', options).format(date);
  const day = { year: 'numeric', month: 'short', day: 'numeric' };
  const known = {
    date_num: as({ year: 'numeric', month: '2-digit', day: '2-digit' }),
    date: as({ ...day, month: 'long' }),
    date_short: as(day),
    date_long: as({ ...day, month: 'long', weekday: 'long' }),
    date_pretty: pretty(date, as({ ...day, month: 'long' })),
    date_short_pretty: pretty(date, as(day)),
    date_long_pretty: pretty(date, as({ ...day, month: 'long', weekday: 'long' })),
    time: as({ hour: '2-digit', minute: '2-digit', hour12: false }),
    time_secs: as({ hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }),
    ago: ago(timestamp),
  };
  const text = format.replace(/\{(\w+)\}/g, (whole, name) => known[name] ?? whole);
  return h('time', { datetime: date.toISOString(), title: date.toString() }, text);
}

function pretty(date, otherwise) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
  return { 0: 'today', 1: 'yesterday', '-1': 'tomorrow' }[days] ?? otherwise;
}

function ago(timestamp) {
  const seconds = Math.round(timestamp - Date.now() / 1000);
  const [unit, size] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ].find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en').format(Math.round(seconds / size), unit);
}
