import { expect, test } from 'vitest';
import { nextFindings, type PoolFindings } from '../../../../src/domain/pool-drift/next-findings.ts';
import type { PoolFinding } from '../../../../src/domain/pool-drift/pool-finding.ts';

const nothing: PoolFindings = { known: [], suspected: [], notes: [] };
const gone: PoolFinding = { kind: 'config-map-gone', about: '', items: ['eni-config-payments'] };
const label = (...items: string[]): PoolFinding => ({ kind: 'node-label', about: '', items });
const empty: PoolFinding = { kind: 'zone-unproven', about: '', items: ['h'] };

function look(before: PoolFindings, nowMs: number, ...found: PoolFinding[]) {
  return nextFindings(before, { found, nowMs, idOf: (key) => `${key} ${nowMs}`, isKept: (at) => nowMs - at < 100 });
}

test('what is seen in one look only is never told', () => {
  const first = look(nothing, 1, gone);
  const second = look(first.findings, 2);
  const third = look(second.findings, 3, gone);

  expect([first, second, third].flatMap(({ added }) => added)).toEqual([]);
  expect(third.findings.suspected).toEqual(['config-map-gone']);
});

test('what two looks see is told once, changes without being told anew, and is told once when it is gone', () => {
  const seen = [look(nothing, 1, label('a'))];
  for (const found of [[label('a')], [label('a', 'b')], [label('a', 'b')], [], []]) {
    seen.push(look(seen.at(-1)?.findings ?? nothing, seen.length + 1, ...found));
  }

  expect(seen.map(({ added, gone, isNews }) => [added.length, gone.length, isNews])).toEqual([
    [0, 0, false],
    [1, 0, true],
    [0, 0, true],
    [0, 0, false],
    [0, 1, true],
    [0, 0, false],
  ]);
  expect(seen.at(-1)?.findings.known).toEqual([
    { id: 'node-label 2', finding: label('a', 'b'), foundAtMs: 2, goneAtMs: 5 },
  ]);
});

test('what comes back is another finding, and what went long ago is forgotten', () => {
  const known = [{ id: 'before', finding: gone, foundAtMs: 1, goneAtMs: 2 }];
  const again = look({ known, suspected: ['config-map-gone'], notes: [] }, 50, gone);
  const later = look(again.findings, 150, gone);

  expect(again.findings.known.map(({ id }) => id)).toEqual(['before', 'config-map-gone 50']);
  expect(later.findings.known.map(({ id }) => id)).toEqual(['config-map-gone 50']);
});

test('what is only for those who look at the pool is told nobody', () => {
  const once = look(nothing, 1, empty);

  expect(look(once.findings, 2, empty)).toMatchObject({ added: [], findings: { known: [], notes: [empty] } });
});
