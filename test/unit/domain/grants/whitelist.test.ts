import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compareGroup } from '../../../../src/domain/grants/compare-group.ts';
import { desiredAfterAdd, desiredAfterRemove } from '../../../../src/domain/grants/desired-entries.ts';
import { openToAllWarnings } from '../../../../src/domain/grants/open-to-all.ts';
import { canonicalEntry, entrySet } from '../../../../src/domain/grants/whitelist-entries.ts';
import {
  isNeverTouched,
  looksLikeOurs,
  networkTypeFor,
  ourGroup,
  type WhitelistGroup,
  whitelistGroupName,
} from '../../../../src/domain/grants/whitelist-group.ts';
import { mostEntries, mostGroups, whitelistRoom } from '../../../../src/domain/grants/whitelist-room.ts';

const ours = '10.64.3.0/25';
const other = '10.64.3.128/25';

function groupOf(name: string, changes: Partial<WhitelistGroup> = {}): WhitelistGroup {
  return { name, attribute: '', networkType: 'MIX', entries: ['127.0.0.1'], ...changes };
}

describe('our group', () => {
  it('is named after the pool, with a hash of installation and pool id', () => {
    const hash = createHash('sha256').update('acme-prod/pool-abc').digest('hex').slice(0, 8);

    const name = whitelistGroupName({
      installation: 'acme-prod',
      poolId: 'pool-abc',
      poolName: 'payments-checkout-eu',
    });

    expect(name).toBe(`ep_payments_checkou_${hash}`);
  });

  test('has a name that RDS takes and that is known as ours, whatever the pool is called', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/), fc.string(), (poolName, poolId) => {
        const name = whitelistGroupName({ installation: 'acme', poolId, poolName });

        expect(name).toMatch(/^[a-z][a-z0-9_]{0,30}[a-z0-9]$/);
        expect(looksLikeOurs(name)).toBe(true);
      }),
    );
  });

  it('is the VPC list in enhanced mode, and found without regard to case', () => {
    const classic = groupOf('ep_a_00000000', { networkType: 'Classic' });
    const vpc = groupOf('EP_A_00000000', { networkType: 'VPC' });

    expect(ourGroup([classic, vpc], { name: 'ep_a_00000000', networkType: networkTypeFor('safety') })).toBe(vpc);
    expect(ourGroup([classic], { name: 'ep_a_00000000', networkType: networkTypeFor('normal') })).toBeUndefined();
  });

  test.each(['default', 'Default', 'ali_dms_group', 'dms', 'dts_1', 'hdm_security_ips', 'ep_', 'ep_a_xyz', 'my_app'])(
    'is never %s',
    (name) => {
      expect(isNeverTouched(groupOf(name))).toBe(true);
    },
  );

  it('is never a hidden one', () => {
    expect(isNeverTouched(groupOf('ep_a_00000000'))).toBe(false);
    expect(isNeverTouched(groupOf('ep_a_00000000', { attribute: 'hidden' }))).toBe(true);
  });
});

describe('entries', () => {
  test.each([
    ['10.1.2.3', '10.1.2.3/32'],
    [' 10.1.2.3/32 ', '10.1.2.3/32'],
    ['10.1.2.3/24', '10.1.2.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.1.2.0/33', '10.1.2.0/33'],
    ['10.1.2.0/24/8', '10.1.2.0/24/8'],
    ['FE80::1', 'fe80::1'],
    ['10.1.2.*', '10.1.2.*'],
  ])('%s is %s', (entry, canonical) => {
    expect(canonicalEntry(entry)).toBe(canonical);
  });

  it('of an emptied group are none', () => {
    expect(entrySet(['127.0.0.1']).size).toBe(0);
    expect(entrySet(['127.0.0.1/32', '']).size).toBe(0);
    expect([...entrySet(['10.1.2.3,127.0.0.1', '10.1.2.3/32'])]).toEqual(['10.1.2.3/32']);
  });
});

describe('comparing with what we last wrote', () => {
  test.each<[string, string[], string[], unknown]>([
    ['the same in another order and form', ['10.1.1.1', ours], [ours, '10.1.1.1/32'], { kind: 'same' }],
    ['an emptied group and none', ['127.0.0.1'], [], { kind: 'same' }],
    ['a group that is gone', [], [ours], { kind: 'differs', unknown: [], missing: [ours] }],
    ['an unknown entry', [ours, other], [ours], { kind: 'differs', unknown: [other], missing: [] }],
    ['both', ['fe80::1'], [ours], { kind: 'differs', unknown: ['fe80::1'], missing: [ours] }],
  ])('%s', (_, read, lastWritten, comparison) => {
    expect(compareGroup(read, lastWritten)).toEqual(comparison);
  });
});

describe('adding', () => {
  it('writes the whole list of our group', () => {
    expect(desiredAfterAdd({ read: [ours], lastWritten: [ours], added: [other, ours] })).toEqual({
      kind: 'write',
      entries: [ours, other],
    });
    expect(desiredAfterAdd({ read: ['127.0.0.1'], lastWritten: [], added: [ours] })).toMatchObject({ entries: [ours] });
    expect(desiredAfterAdd({ read: [], lastWritten: [], added: [] })).toMatchObject({ entries: ['127.0.0.1'] });
  });

  it('stops when somebody else edited our group', () => {
    expect(desiredAfterAdd({ read: [ours, '10.9.9.9'], lastWritten: [ours], added: [other] })).toEqual({
      kind: 'stop',
      comparison: { kind: 'differs', unknown: ['10.9.9.9/32'], missing: [] },
    });
    expect(desiredAfterAdd({ read: [], lastWritten: [ours], added: [other] }).kind).toBe('stop');
  });
});

describe('removing', () => {
  it('leaves 127.0.0.1 when nothing else is left', () => {
    expect(desiredAfterRemove([ours], [ours])).toEqual({
      isNeeded: true,
      entries: ['127.0.0.1'],
      foreign: [],
      stillAdmitted: [],
    });
  });

  it('keeps what is not ours as it was written, and reports it', () => {
    expect(desiredAfterRemove([ours, '10.9.9.9', 'fe80::1'], [ours, other])).toEqual({
      isNeeded: true,
      entries: ['10.9.9.9', 'fe80::1'],
      foreign: ['10.9.9.9', 'fe80::1'],
      stillAdmitted: [],
    });
  });

  it('says when a foreign entry still admits what is removed', () => {
    expect(desiredAfterRemove([ours, '10.64.0.0/16'], [ours]).stillAdmitted).toEqual([ours]);
    expect(desiredAfterRemove([ours, '10.64.3.17'], [ours]).stillAdmitted).toEqual([ours]);
  });

  it('is not needed when nothing of ours is there', () => {
    expect(desiredAfterRemove(['127.0.0.1'], [ours]).isNeeded).toBe(false);
    expect(desiredAfterRemove(['10.9.9.9'], [ours]).isNeeded).toBe(false);
  });

  test('never leaves an entry of ours, never drops a foreign one, and is done after one write', () => {
    const entry = fc.oneof(
      fc.constantFrom('127.0.0.1', '0.0.0.0/0', ours, other, 'fe80::1'),
      fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 })).map(([address, prefix]) => `${address}/${prefix}`),
      fc.ipV4(),
    );
    fc.assert(
      fc.property(fc.array(entry), fc.array(entry), (read, removed) => {
        const { entries, foreign } = desiredAfterRemove(read, removed);
        const left = entrySet(entries);
        const gone = entrySet(removed);

        expect([...left].some((one) => gone.has(one))).toBe(false);
        expect([...entrySet(read)].filter((one) => !gone.has(one)).every((one) => left.has(one))).toBe(true);
        expect(entrySet(foreign)).toEqual(left);
        expect(entries.length).toBeGreaterThan(0);
        expect(desiredAfterRemove(entries, removed).isNeeded).toBe(false);
      }),
    );
  });
});

describe('room', () => {
  const name = { name: 'ep_a_00000000', networkType: 'MIX' };
  const entries = (count: number) => Array.from({ length: count }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
  const groups = (count: number) => Array.from({ length: count }, (_, index) => groupOf(`g${index}`));

  test.each<[string, number, WhitelistGroup[], string]>([
    ['few entries', 2, [groupOf('default')], 'fits'],
    ['just below the share that is near', 2, [groupOf('g', { entries: entries(897) })], 'fits'],
    ['near the most entries', 2, [groupOf('g', { entries: entries(898) })], 'near'],
    ['exactly the most entries', 2, [groupOf('g', { entries: entries(mostEntries - 2) })], 'near'],
    ['one entry too many', 2, [groupOf('g', { entries: entries(mostEntries - 1) })], 'over'],
    ['near the most groups', 1, groups(44), 'near'],
    ['the last free group', 1, groups(mostGroups - 1), 'near'],
    ['no free group', 1, groups(mostGroups), 'over'],
    ['no free group, but ours exists', 1, [...groups(mostGroups), groupOf('ep_a_00000000')], 'near'],
    ['entries of ours that are replaced', 2, [groupOf('ep_a_00000000', { entries: entries(999) })], 'fits'],
  ])('%s', (_, desired, existing, kind) => {
    expect(whitelistRoom({ groups: existing, ours: name, desired: entries(desired) }).kind).toBe(kind);
  });

  it('says which limit', () => {
    const crowded = [groupOf('g', { entries: entries(mostEntries) })];

    expect(whitelistRoom({ groups: crowded, ours: name, desired: [ours] })).toEqual({
      kind: 'over',
      text: 'the whitelist would have 1001 entries, and 1000 is the most',
    });
  });
});

it('warns of every group that admits every address', () => {
  const open = groupOf('default', { entries: ['127.0.0.1', '0.0.0.0/0'] });

  expect(openToAllWarnings('rm-1', [open, groupOf('app')])).toEqual([
    'rm-1 already admits every address: its group default holds 0.0.0.0/0',
  ]);
});
