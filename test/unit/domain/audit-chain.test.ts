import { describe, expect, test } from 'vitest';
import { type ChainedEntry, chainStart, hashOfEntry, linkOf, verifyAudit } from '../../../src/domain/audit-chain.ts';

/** A chain as the store writes it. */
function chain(length: number): ChainedEntry[] {
  let previous = '';
  return Array.from({ length }, (_, index) => {
    const number = index + 1;
    const entry = { what: 'step.done', subject: 'op-1', actor: 'system:runner', atMs: number, details: { number } };
    const hash = hashOfEntry(entry);
    previous = linkOf(previous, { number, hash });
    return { ...entry, number, hash, link: previous };
  });
}

const at = (entries: ChainedEntry[], number: number) => {
  const entry = entries[number - 1];
  if (!entry) throw new Error(`no entry ${number}`);
  return entry;
};

describe('audit chain', () => {
  test('an untouched chain has no findings and answers its head', () => {
    const entries = chain(5);

    expect(verifyAudit(entries)).toEqual({ findings: [], head: { number: 5, link: at(entries, 5).link } });
    expect(verifyAudit([])).toEqual({ findings: [], head: chainStart });
  });

  test('pages can be checked one after the other', () => {
    const entries = chain(5);

    const first = verifyAudit(entries.slice(0, 2));
    const second = verifyAudit(entries.slice(2), first.head);

    expect([...first.findings, ...second.findings]).toEqual([]);
    expect(second.head).toEqual(verifyAudit(entries).head);
  });

  test('a changed text is found', () => {
    const entries = chain(5).map((entry) => (entry.number === 3 ? { ...entry, actor: 'slack:U1' } : entry));

    expect(verifyAudit(entries).findings).toEqual([{ kind: 'changed', number: 3 }]);
  });

  test('a changed text with a hash to fit is found by its link', () => {
    const entries = chain(5).map((entry) => {
      if (entry.number !== 3) return entry;
      const forged = { ...entry, details: { number: 4 } };
      return { ...forged, hash: hashOfEntry(forged) };
    });

    expect(verifyAudit(entries).findings).toEqual([{ kind: 'unlinked', number: 3 }]);
  });

  test('an entry forged with hash and link is found at the next one', () => {
    const entries = chain(5);
    const forged = { ...at(entries, 3), details: { number: 99 } };
    const hash = hashOfEntry(forged);
    const link = linkOf(at(entries, 2).link, { number: 3, hash });

    const found = verifyAudit(entries.map((entry) => (entry.number === 3 ? { ...forged, hash, link } : entry)));

    expect(found.findings).toEqual([{ kind: 'unlinked', number: 4 }]);
  });

  test('missing entries are found, at the start too', () => {
    const entries = chain(6);

    expect(verifyAudit(entries.filter(({ number }) => number !== 3 && number !== 4)).findings).toEqual([
      { kind: 'missing', from: 3, to: 4 },
    ]);
    expect(verifyAudit(entries.slice(1)).findings).toEqual([{ kind: 'missing', from: 1, to: 1 }]);
  });

  test('entries that changed places are found, and so is one that stands twice', () => {
    const entries = chain(4);
    const swapped = [at(entries, 1), at(entries, 3), at(entries, 2), at(entries, 4)];

    expect(verifyAudit(swapped).findings).toContainEqual({ kind: 'out-of-order', number: 2 });
    expect(verifyAudit([at(entries, 1), ...entries]).findings).toEqual([{ kind: 'out-of-order', number: 1 }]);
  });

  test('entries renumbered to hide a removal are found', () => {
    const renumbered = chain(4)
      .filter(({ number }) => number !== 2)
      .map((entry, index) => ({ ...entry, number: index + 1 }));

    expect(verifyAudit(renumbered).findings).toEqual([
      { kind: 'unlinked', number: 2 },
      { kind: 'unlinked', number: 3 },
    ]);
  });
});
