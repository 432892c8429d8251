import { groupWords } from './request-words.ts';

/** Who will be asked, before anybody is: an answer that only the asker sees pings nobody. */
export function askedWords(groups: readonly { group: string; min: number }[]): string {
  if (groups.length === 0) return 'nobody; the policy approves it';
  return groups.map(({ group, min }) => `${min} of ${groupWords(group)}`).join(' and ');
}
