import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** An audit entry with its place in the chain. */
export interface ChainedEntry {
  /** 1, 2, 3, ... without a gap. */
  number: number;
  what: string;
  subject: string;
  actor: string;
  atMs: number;
  details: Record<string, unknown>;
  /** SHA-256 of the entry's canonical JSON. */
  hash: string;
  /** SHA-1 of the previous link, the number and the hash. */
  link: string;
}

/** Where a chain stands: the number and the link of its last entry. */
export interface ChainHead {
  number: number;
  link: string;
}

export type ChainFinding =
  /** The entries between `from` and `to`, both included, are not there. */
  | { kind: 'missing'; from: number; to: number }
  /** Stands after an entry with a higher number, or twice. */
  | { kind: 'out-of-order'; number: number }
  /** Its text is not what was hashed. */
  | { kind: 'changed'; number: number }
  /** It does not continue the entry before it: its own link, number or hash was written anew. */
  | { kind: 'unlinked'; number: number }
  /** It is well linked, but not to the head that was kept elsewhere: everything up to it was written anew. */
  | { kind: 'other-head'; number: number };

/** Before the first entry. */
export const chainStart: ChainHead = { number: 0, link: '' };

/**
 * Recomputes every hash and link of entries that follow `after`. Answers what does not fit and the head to go on
 * from, so that a long log can be checked in pages. A log cut off at its end is complete by itself: compare the head
 * with one that was kept elsewhere.
 */
export function verifyAudit(
  entries: readonly ChainedEntry[],
  after: ChainHead = chainStart,
): { findings: ChainFinding[]; head: ChainHead } {
  const findings: ChainFinding[] = [];
  let head = after;
  for (const entry of entries) {
    const { number, hash, link } = entry;
    if (number <= head.number) {
      findings.push({ kind: 'out-of-order', number });
      continue;
    }
    if (hashOfEntry(entry) !== hash) findings.push({ kind: 'changed', number });
    if (number > head.number + 1) findings.push({ kind: 'missing', from: head.number + 1, to: number - 1 });
    else if (linkOf(head.link, { number, hash }) !== link) findings.push({ kind: 'unlinked', number });
    head = { number, link };
  }
  return { findings, head };
}

/** Whether the chain holds a head that was kept elsewhere. `found` is the chain's link at that number, if it has one. */
export function compareHead(kept: ChainHead, found: { link: string | undefined; last: number }): ChainFinding[] {
  if (kept.number > found.last) return [{ kind: 'missing', from: found.last + 1, to: kept.number }];
  // An entry that is not there is found missing by its neighbours.
  if (found.link === undefined || found.link === kept.link) return [];
  return [{ kind: 'other-head', number: kept.number }];
}

/** The hash that stands for an entry in the chain. */
export function hashOfEntry(entry: Pick<ChainedEntry, 'what' | 'subject' | 'actor' | 'atMs' | 'details'>): string {
  const { what, subject, actor, atMs, details } = entry;
  return createHash('sha256').update(canonicalJson({ what, subject, actor, atMs, details })).digest('hex');
}

/** The link after `previous`; the store's script computes the same. */
export function linkOf(previous: string, { number, hash }: { number: number; hash: string }): string {
  return createHash('sha1').update(`${previous}:${number}:${hash}`).digest('hex');
}
