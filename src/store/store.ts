import type { AuditWhat } from '../domain/audit-what.ts';

/**
 * The store: every change of state goes through `commit`, one atomic script. A record is a flat map of strings with a
 * `state`, an `epoch` (who may write: each activation of an operation takes a new one) and a `rev` (grows with every
 * change). A commit is all or nothing: when one expectation does not hold, nothing is written.
 */
export interface StoredRecord {
  id: string;
  state: string;
  epoch: number;
  rev: number;
  fields: Record<string, string>;
}

export interface Expectation {
  absent?: true;
  states?: readonly string[];
  rev?: number;
  epoch?: number;
}

export interface RecordChange {
  id: string;
  expect?: Expectation;
  state?: string;
  set?: Record<string, string>;
  unset?: string[];
  /** Raises the epoch by one, takes the wake flag and answers the record; does not count as a change. */
  takeEpoch?: true;
  /** Sets the wake flag, so that whoever holds the record looks at it once more; does not count as a change. */
  wake?: true;
  /** Deletes the record. */
  remove?: true;
}

/** What is added to the audit log: who did what to which record, and the particulars. */
export interface AuditEntry {
  what: AuditWhat;
  subject: string;
  actor: string;
  atMs: number;
  details: Record<string, unknown>;
}

export interface LockChange {
  lock: string;
  holder: string;
}

export interface Commit {
  records: RecordChange[];
  audit?: AuditEntry[];
  /** Puts the holder at the end of the lock's queue unless it is in it. */
  join?: LockChange[];
  /** Takes the holder out of the lock's queue; a new head gets its wake flag set. */
  leave?: LockChange[];
  /** When an id must be looked at again; null: no more. */
  due?: { id: string; atMs: number | null }[];
  /** Indexes are ordered by `atMs`; with `keep` only so many of the newest stay. */
  addTo?: { index: string; id: string; atMs: number; keep?: number }[];
  removeFrom?: { index: string; id: string }[];
}

export type CommitResult =
  | {
      ok: true;
      /** By id: the revision after the commit and, where an epoch was taken, the record. */
      records: Record<string, { rev: number; epoch: number; record: StoredRecord | undefined }>;
      /** By lock joined: 0 when the holder has it, else how many are before it. */
      positions: Record<string, number>;
      /** Holders that became head of a lock; the caller promotes their jobs. */
      woken: string[];
    }
  | { ok: false; id: string; reason: 'absent' | 'exists' | 'state' | 'rev' | 'epoch'; state: string | undefined };

export interface AuditRecord extends Omit<AuditEntry, 'what'> {
  /** As it stands in the log, which other releases have written to. */
  what: string;
  number: number;
  /** SHA-256 of the entry's canonical JSON. */
  hash: string;
  /** SHA-1 of the previous link, the number and the hash. */
  link: string;
}

/** What a measurement of a pool leaves behind, as text of `capacity-record.ts`. */
export interface CapacityWrite {
  poolId: string;
  /** Replaces what was measured before. */
  now: string;
  /** Added to the samples of the last day. */
  sample: string | undefined;
  /** Added to the hours of the last ninety days. */
  hour: string | undefined;
}

export interface StoredCapacity {
  poolId: string;
  now: string | undefined;
  /** Oldest first. */
  samples: string[];
  hours: string[];
}

export interface Store {
  commit(commit: Commit): Promise<CommitResult>;
  read(id: string): Promise<StoredRecord | undefined>;
  readMany(ids: string[]): Promise<StoredRecord[]>;
  /** Ids in an index, newest first. */
  readIndex(index: string): Promise<string[]>;
  /** The holder and those behind it. */
  readLock(lock: string): Promise<string[]>;
  /** Ids whose due time has come, earliest first. */
  readDue(nowMs: number, limit: number): Promise<string[]>;
  /** The record's epoch now; a writer with an older one must stop. */
  readEpoch(id: string): Promise<number>;
  /** Takes the wake flag and ends the count of activations that never ended in order. */
  takeWake(id: string): Promise<boolean>;
  readInventory(): Promise<string | undefined>;
  writeInventory(json: string): Promise<void>;
  /**
   * Adds to the curves of many pools in one round trip. Not a change of state: no audit, the oldest go when a curve is
   * full, and all of a pool goes some time after its last write.
   */
  writeCapacity(writes: readonly CapacityWrite[]): Promise<void>;
  /** In the order asked for, with at most so many of the newest samples and hours. */
  readCapacity(poolIds: readonly string[], newest: { samples: number; hours: number }): Promise<StoredCapacity[]>;
  /** Replaces what is known of who runs in these pools; forgotten after a day without a write. */
  writeCapacityPods(writes: readonly { poolId: string; text: string }[]): Promise<void>;
  readCapacityPods(poolId: string): Promise<string | undefined>;
  /** Entries with a number above `after`, oldest first. One that is not an entry any more has `unreadable` as `what`. */
  readAudit(query: { after: number; limit: number }): Promise<AuditRecord[]>;
  /** Entries with a number up to and including `upTo`, newest first. */
  readAuditBack(query: { upTo: number; limit: number }): Promise<AuditRecord[]>;
  /** Number and link of the last entry that was written; 0 and an empty link before the first. */
  readAuditHead(): Promise<{ number: number; link: string }>;
}
