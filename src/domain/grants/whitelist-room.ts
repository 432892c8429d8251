import { ourGroup, type WhitelistGroup } from './whitelist-group.ts';

/** Over all groups of an instance (facts of the RDS API; the console documents the smaller number of groups). */
export const mostEntries = 1000;
export const mostGroups = 50;
const nearShare = 0.9;

export type WhitelistRoom = { kind: 'fits' } | { kind: 'near'; text: string } | { kind: 'over'; text: string };

/** Whether the instance has room for our group to hold the desired entries: `over` refuses, `near` warns. */
export function whitelistRoom(o: {
  groups: readonly WhitelistGroup[];
  ours: { name: string; networkType: string };
  desired: readonly string[];
}): WhitelistRoom {
  const existing = ourGroup(o.groups, o.ours);
  const others = o.groups.filter((group) => group !== existing);
  const entries = others.reduce((sum, group) => sum + group.entries.length, 0) + o.desired.length;
  const counts = [
    { what: 'entries', count: entries, most: mostEntries },
    { what: 'groups', count: others.length + 1, most: mostGroups },
  ];
  const say = ({ what, count, most }: (typeof counts)[number]) =>
    `the whitelist would have ${count} ${what}, and ${most} is the most`;
  // A group that exists already takes no new place, even where there are too many.
  const over = counts.filter(({ what, count, most }) => count > most && !(what === 'groups' && existing));
  if (over.length > 0) return { kind: 'over', text: over.map(say).join('; ') };
  const near = counts.filter(({ count, most }) => count >= most * nearShare);
  return near.length > 0 ? { kind: 'near', text: near.map(say).join('; ') } : { kind: 'fits' };
}
