/** Every request that reached a cluster, oldest first; the newest 20,000 are kept. */
export interface JournalEntry {
  at: number;
  clusterId: string;
  /** `<verb> <resource>`, as faults name it: `apply configmaps`, `create pods/eviction`, `watch pods`. */
  call: string;
  path: string;
  /** The HTTP status; 0 when a fault left the request without an answer. */
  status: number;
}

export interface Journal {
  entries: JournalEntry[];
  add(entry: JournalEntry): void;
}

const KEPT = 20_000;

export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    add(entry) {
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
    },
  };
}
