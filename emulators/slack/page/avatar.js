import { h, icon } from './dom.js';

/** Who wrote it: name and picture. */
export function author(message, workspace) {
  if (message.from === 'slackbot') return { id: 'slackbot', name: 'Slackbot', isApp: true, color: '#4a154b' };
  const id = message.from === 'app' ? workspace.app.botUserId : message.user;
  if (id === workspace.app.botUserId) return { id, name: workspace.app.name, isApp: true, color: '#0b6e4f' };
  const person = workspace.people.find((candidate) => candidate.id === id);
  return { id, name: person?.realName ?? id, isApp: false, color: person?.avatarColor ?? '#777' };
}

export function avatar({ id, name, isApp, color }, size = '') {
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
  const inside = id === 'slackbot' ? '♥' : isApp ? icon('M3 7h12m0 0-3-3m3 3-3 3M17 13H5m0 0 3-3m-3 3 3 3') : initials;
  return h('span', { class: `avatar ${size}`, 'aria-hidden': 'true', style: `--avatar: ${color}` }, inside);
}
