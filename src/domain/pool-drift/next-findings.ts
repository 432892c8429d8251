import { findingKey, isTold, type PoolFinding } from './pool-finding.ts';

/** A finding that people are told of once, and told again when it is gone. */
export interface KnownPoolFinding {
  id: string;
  finding: PoolFinding;
  foundAtMs: number;
  goneAtMs: number | undefined;
}

export interface PoolFindings {
  /** Told, oldest first; those that are gone are kept for a while. */
  known: KnownPoolFinding[];
  /** Keys of what was seen once: told if the next look sees it too, since lists lag and nodes take a moment to join. */
  suspected: string[];
  /** Only shown with the pool. */
  notes: PoolFinding[];
}

export interface NextFindings {
  findings: PoolFindings;
  added: KnownPoolFinding[];
  gone: KnownPoolFinding[];
  /** Something that people see is not as it was. */
  isNews: boolean;
}

/** What is known after a look that found `found`. `idOf` gives a finding that is told its id. */
export function nextFindings(
  before: PoolFindings,
  look: {
    found: readonly PoolFinding[];
    nowMs: number;
    idOf: (key: string) => string;
    isKept: (at: number) => boolean;
  },
): NextFindings {
  const { nowMs } = look;
  const told = new Map(look.found.filter(isTold).map((finding) => [findingKey(finding), finding]));
  const suspectedBefore = new Set(before.suspected);
  const known = before.known.filter(({ goneAtMs }) => goneAtMs === undefined || look.isKept(goneAtMs)).map(brought);
  const open = new Set(known.filter(isOpen).map(({ finding }) => findingKey(finding)));
  const fresh = [...told].filter(([key]) => !open.has(key));
  const added = fresh
    .filter(([key]) => suspectedBefore.has(key))
    .map(([key, finding]) => ({ id: look.idOf(key), finding, foundAtMs: nowMs, goneAtMs: undefined }));
  const all = [...known, ...added];
  const gone = known.filter(({ goneAtMs }) => goneAtMs === nowMs);
  return {
    findings: {
      known: all,
      suspected: fresh.map(([key]) => key).filter((key) => !suspectedBefore.has(key)),
      notes: look.found.filter((finding) => !isTold(finding)),
    },
    ...{ added, gone, isNews: JSON.stringify(all) !== JSON.stringify(before.known) },
  };

  function brought(one: KnownPoolFinding): KnownPoolFinding {
    if (!isOpen(one)) return one;
    const finding = told.get(findingKey(one.finding));
    return finding ? { ...one, finding } : { ...one, goneAtMs: nowMs };
  }
}

export function isOpen({ goneAtMs }: KnownPoolFinding): boolean {
  return goneAtMs === undefined;
}
