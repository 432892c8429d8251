import { entriesWithout, entrySet } from './whitelist-entries.ts';

export type GroupComparison =
  | { kind: 'same' }
  /** Canonical CIDRs; one of both lists may be empty. */
  | { kind: 'differs'; unknown: string[]; missing: string[] };

/**
 * Our group as just read against what we last wrote, as sets. `unknown` entries are somebody else's, `missing` ones
 * were removed by somebody else. A group that does not exist is read as an empty list.
 */
export function compareGroup(read: readonly string[], lastWritten: readonly string[]): GroupComparison {
  const found = entrySet(read);
  const expected = entrySet(lastWritten);
  const unknown = [...entriesWithout(found, expected)].sort();
  const missing = [...entriesWithout(expected, found)].sort();
  return unknown.length + missing.length === 0 ? { kind: 'same' } : { kind: 'differs', unknown, missing };
}
