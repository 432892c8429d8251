import { overlaps, parseCidr } from '../cidr.ts';
import { compareGroup, type GroupComparison } from './compare-group.ts';
import { canonicalEntry, emptyEntry, entriesWithout, entrySet } from './whitelist-entries.ts';

export type DesiredAfterAdd =
  | {
      kind: 'write';
      /** The whole list of our group. */
      entries: string[];
    }
  /** Somebody else edited our group: nothing may be added before a person has looked at it. */
  | { kind: 'stop'; comparison: Extract<GroupComparison, { kind: 'differs' }> };

/** The list to write so that our group admits the added CIDRs besides what we last wrote. */
export function desiredAfterAdd(o: {
  read: readonly string[];
  lastWritten: readonly string[];
  added: readonly string[];
}): DesiredAfterAdd {
  const comparison = compareGroup(o.read, o.lastWritten);
  if (comparison.kind === 'differs') return { kind: 'stop', comparison };
  const entries = [...entrySet([...o.lastWritten, ...o.added])].sort();
  return { kind: 'write', entries: entries.length > 0 ? entries : [emptyEntry] };
}

export interface DesiredAfterRemove {
  /** Whether any of our CIDRs stands in the list; if not, the removal is proven already. */
  isNeeded: boolean;
  /** The whole list of our group: what was read without our CIDRs, foreign entries as they were; never empty. */
  entries: string[];
  /** Entries that are not ours: kept and to be reported. */
  foreign: string[];
  /** Those of our CIDRs that a foreign entry still admits, in whole or in part. */
  stillAdmitted: string[];
}

/** The list to write so that our CIDRs are gone from the list just read. Never fails and never touches what is foreign. */
export function desiredAfterRemove(read: readonly string[], ours: readonly string[]): DesiredAfterRemove {
  const removed = entrySet(ours);
  const present = entrySet(read);
  const foreignCidrs = entriesWithout(present, removed);
  const texts = read.flatMap((entry) => entry.split(',')).map((entry) => entry.trim());
  const foreign = [...new Set(texts)].filter((text) => foreignCidrs.has(canonicalEntry(text)));
  return {
    isNeeded: foreignCidrs.size < present.size,
    entries: foreign.length > 0 ? foreign : [emptyEntry],
    foreign,
    stillAdmitted: [...removed].filter((cidr) => [...foreignCidrs].some((entry) => admits(entry, cidr))),
  };
}

function admits(entry: string, cidr: string): boolean {
  const foreign = parseCidr(entry);
  const ours = parseCidr(cidr);
  return foreign !== undefined && ours !== undefined && overlaps(foreign, ours);
}
