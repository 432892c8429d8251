import { expect, test } from 'vitest';
import { auditEntries, auditEntryLine } from '../../../src/slack/blocks/audit-entries.ts';
import { auditHead } from '../../../src/slack/blocks/audit-head.ts';

const entry = (change: object = {}) => ({
  number: 7,
  what: 'operation.requested',
  subject: 'op-1',
  actor: 'slack:T1/U1ANA',
  atMs: Date.UTC(2026, 10, 23, 6, 30),
  details: { pool: 'payments', kind: 'create-pool' },
  hash: 'h',
  link: 'l',
  ...change,
});

test('an entry says when, who, what and about what', () => {
  expect(auditEntryLine(entry())).toBe(
    '7. 2026-11-23 06:30:00 UTC <@U1ANA> asked for `op-1` of `payments`: create-pool',
  );
});

test('what this release has no words for is shown as it is in the log', () => {
  expect(auditEntryLine(entry({ what: 'grant.teleported' }))).toContain('`grant.teleported`');
  expect(auditEntryLine(entry({ what: 'constructor' }))).toContain('`constructor`');
});

test('a refused click says on what, and why it did not count', () => {
  const details = { pool: 'payments', instance: 'rm-1', verdict: 'approve', because: 'not-in-group' };

  const line = auditEntryLine(entry({ what: 'request.click-refused', subject: 'req-1', details }));

  expect(line).toContain('<@U1ANA> clicked without effect on `req-1` of `payments` to `rm-1`: not-in-group');
});

test('nothing that somebody typed pings, links or formats', () => {
  const typed = '<!channel> *x* <@U2>';
  const line = auditEntryLine(entry({ subject: typed, actor: typed, details: { pool: typed, reason: typed } }));

  expect(line).not.toMatch(/<[!@]/);
});

test('an answer stays within what Slack takes, whatever the entries hold', () => {
  const long = '&<>`'.repeat(5_000);
  const entries = Array.from({ length: 15 }, () => entry({ subject: long, details: { pool: long, reason: long } }));

  const { text, blocks } = auditEntries({
    kind: 'found',
    entries,
    hasMore: true,
    head: { number: 9, link: 'a' },
    exportId: 'e',
  });

  expect(text.length).toBeLessThan(4_000);
  expect(blocks.length).toBeLessThan(50);
  expect(JSON.stringify(blocks.at(-1))).toContain('"value":"e"');
  for (const block of blocks) if (block.type === 'section') expect(block.text?.text.length).toBeLessThan(3_000);
});

test('a head says how the log is checked against it', () => {
  const { text } = auditHead({ day: '2026-11-23', number: 12, link: 'abc', entries: 1 });

  expect(text).toContain('number *12*, 1 entry since the last head');
  expect(text).toContain('audit verify --head 12:abc');
});
