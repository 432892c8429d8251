import { looksLikeOurs } from '../../domain/grants/whitelist-group.ts';
import type { SeenWhitelist } from '../../use-cases/list-grants.ts';
import { codeSpan } from './escape.ts';
import { instantWords } from './request-words.ts';
import { clamp, type Message, message, section } from './text.ts';

const mostGroups = 30;
const mostInstances = 5;

/** A list of grants with every group of the instance that it is about. */
export function withWhitelists(list: Message, whitelists: readonly SeenWhitelist[]): Message {
  const told = whitelists.slice(0, mostInstances).map(whitelistLines);
  return message([list.text, ...told.flat()], [...list.blocks, ...told.map((lines) => section(lines.join('\n')))]);
}

function whitelistLines({ instanceId, groups, lookedAtMs }: SeenWhitelist): string[] {
  const shown = groups.slice(0, mostGroups).map(({ name, networkType, entries }) => {
    const whose = looksLikeOurs(name) ? ', of a pool' : '';
    return `• ${codeSpan(clamp(name, 60))} (${codeSpan(networkType)}${whose}): ${entries} ${entries === 1 ? 'entry' : 'entries'}`;
  });
  const more = groups.length > shown.length ? [`• and ${groups.length - shown.length} more`] : [];
  return [`*Groups of* ${codeSpan(instanceId)}, as of ${instantWords(lookedAtMs)}`, ...shown, ...more];
}
