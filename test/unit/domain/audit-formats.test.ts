import fc from 'fast-check';
import { expect, test } from 'vitest';
import { auditFileStart, auditLine } from '../../../src/domain/audit-formats.ts';

const entry = (change: object = {}) => ({
  number: 7,
  what: 'operation.requested',
  subject: 'op-1',
  actor: 'slack:T1/U1',
  atMs: Date.UTC(2026, 10, 23, 6, 30),
  details: { pool: 'payments', input: { pods: 40 } },
  hash: 'h',
  link: 'l',
  ...change,
});

test('a line of CSV says number, time, who, what, about what and the rest', () => {
  expect(auditFileStart('csv')).toBe('number,time,actor,what,subject,pool,details,hash,link\r\n');
  expect(auditLine('csv', entry())).toBe(
    '7,2026-11-23T06:30:00.000Z,slack:T1/U1,operation.requested,op-1,payments,"{""input"":{""pods"":40},""pool"":""payments""}",h,l\r\n',
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '=HYPERLINK("https://x","y")'])(
  'a spreadsheet takes %j for text, not for a formula',
  (subject) => {
    const [, , , , cell = ''] = auditLine('csv', entry({ subject })).split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
    expect(cell.replace(/^"/, '')[0]).toBe("'");
  },
);

test('whatever an entry holds, its line of CSV is read back as nine cells in one row', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (subject, actor) => {
      expect(rowsOf(auditLine('csv', entry({ subject, actor }))).map((row) => row.length)).toEqual([9]);
    }),
  );
});

test('a line of JSON Lines is the whole entry', () => {
  expect(auditFileStart('jsonl')).toBe('');
  expect(JSON.parse(auditLine('jsonl', entry()))).toEqual(entry());
  expect(auditLine('jsonl', entry({ subject: 'two\nlines' })).trimEnd()).not.toContain('\n');
});

test('an entry whose time somebody damaged is still written', () => {
  expect(auditLine('csv', entry({ atMs: 1e300 }))).toMatch(/^7,,slack/);
});

/** RFC 4180, in a few lines. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  const cells = text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy);
  for (const [, quoted, bare = '', end] of cells) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
