import { entryBlock } from './parse-entries.ts';

/** A group's entries as an answer lists them: from the highest address down, whatever the order of writing. */
export function listed(entries: string[]): string {
  const startOf = (entry: string) => entryBlock(entry)?.start ?? 0;
  return [...entries].sort((one, other) => startOf(other) - startOf(one)).join(',');
}
