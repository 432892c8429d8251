import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRepairable, poolFindingKinds } from '../../../src/domain/pool-drift/pool-finding.ts';
import { poolDriftMessage, poolDriftNote } from '../../../src/slack/blocks/pool-drift-message.ts';
import { anyPool } from './arbitraries.ts';
import { expectHarmless } from './expect-harmless.ts';
import { anyKnown } from './pool-drift-arbitraries.ts';

test('what others named what was found cannot ping, link or break a message about it', () => {
  fc.assert(
    fc.property(anyPool, anyKnown, (pool, known) => {
      expectHarmless(poolDriftMessage({ pool, known }));
      expectHarmless(poolDriftNote({ pool, known }));
    }),
    { numRuns: 200 },
  );
});

test.each(poolFindingKinds)(
  '%s has a button where it can be put back by itself and nobody works on the pool',
  (kind) => {
    const pool = { id: 'pool-abcdefghjkmn', name: 'payments', state: 'degraded' as const };
    const known = { id: 'found-1', finding: { kind, about: '', items: ['x'] }, foundAtMs: 1, goneAtMs: undefined };
    const hasButton = (view: Parameters<typeof poolDriftMessage>[0]) =>
      JSON.stringify(poolDriftMessage(view).blocks).includes('pool_repair');

    expect(hasButton({ pool, known })).toBe(isRepairable({ kind }));
    expect(hasButton({ pool: { ...pool, changedBy: 'op-1' }, known })).toBe(false);
    expect(hasButton({ pool, known: { ...known, goneAtMs: 2 } })).toBe(false);
  },
);
