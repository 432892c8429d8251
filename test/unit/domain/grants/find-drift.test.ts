import { expect, test } from 'vitest';
import { findDrift } from '../../../../src/domain/grants/find-drift.ts';
import { whitelistGroupName } from '../../../../src/domain/grants/whitelist-group.ts';
import { grantDocument } from '../../../support/access-documents.ts';

const pool = { id: 'pool-a', name: 'payments' };
const name = whitelistGroupName({ installation: 'acme', poolId: pool.id, poolName: pool.name });
const cidr = '10.64.128.0/24';
const grant = grantDocument({
  state: 'active',
  groupName: name,
  instanceId: 'rm-1',
  lastWritten: { 'rm-1': [cidr], 'rr-1': [cidr] },
});

const inForce = {
  ...{
    requestId: 'req-a',
    planHash: '',
    instances: [],
    namespaces: [],
    approvedAtMs: 1,
    approvers: [],
    appliedAtMs: 1,
  },
  cidrs: [{ cidr, vSwitchId: 'vsw-1' }],
};
const known = { installation: 'acme', pools: [pool], live: [{ ...grant, inForce }], ended: [], reviews: [] };

function instanceWith(
  entries: string[],
  changes: { primaryInstanceId?: string; name?: string; networkType?: string } = {},
) {
  const { primaryInstanceId = 'rm-1', ...group } = changes;
  const groups = [{ name, attribute: '', networkType: 'MIX', entries, ...group }];
  return { instanceId: primaryInstanceId, primaryInstanceId, regionId: 'cn-beijing', isInScope: true, groups };
}

function drift(entries: string[], changes: Parameters<typeof instanceWith>[1] = {}) {
  return findDrift({ ...known, instances: [instanceWith(entries, changes)] });
}

const kinds = (found: ReturnType<typeof drift>) => found.map(({ kind, entries }) => [kind, entries]);

test('a group that holds what was written is no finding', () => {
  expect(drift([cidr])).toEqual([]);
});

test('entries of others and entries that are gone are found, each by itself', () => {
  expect(kinds(drift(['192.0.2.7']))).toEqual([
    ['missing', [cidr]],
    ['unknown', ['192.0.2.7/32']],
  ]);
});

test('where no grant is in force, what is ours is left over and the rest is for a person', () => {
  const clone = { primaryInstanceId: 'rm-clone' };
  expect(kinds(drift([cidr, '192.0.2.7'], clone))).toEqual([
    ['left-over', [cidr]],
    ['unrecorded', ['192.0.2.7/32']],
  ]);
  expect(drift(['127.0.0.1'], clone)).toEqual([]);
  const outOfScope = { ...instanceWith([cidr], clone), isInScope: false };
  expect(kinds(findDrift({ ...known, instances: [outOfScope] }))).toEqual([['unrecorded', [cidr]]]);
});

test('without any grant of the pool on record nothing counts as ours', () => {
  expect(kinds(findDrift({ ...known, live: [], instances: [instanceWith([cidr])] }))).toEqual([['unrecorded', [cidr]]]);
});

test('a group of a pool that is gone is known by its ended grants', () => {
  const ended = [{ ...grant, state: 'ended' as const, groupName: name, lastWritten: {}, inForce }];
  const found = findDrift({ ...known, pools: [], live: [], ended, instances: [instanceWith([cidr])] });
  expect(kinds(found)).toEqual([['left-over', [cidr]]]);
});

test('a group of our form that nothing here knows is for a person, and other groups are not ours', () => {
  expect(kinds(drift([cidr], { name: 'ep_payments_00000000' }))).toEqual([['unrecorded', [cidr]]]);
  expect(drift(['192.0.2.7'], { name: 'office' })).toEqual([]);
  expect(drift(['192.0.2.7'], { networkType: 'Classic' })).toEqual([]);
});

test('what waits for a person to allow or revoke it is never left over', () => {
  const reviews = [{ poolId: pool.id, instanceId: 'rm-2' }];
  const found = findDrift({ ...known, reviews, instances: [instanceWith([cidr], { primaryInstanceId: 'rm-2' })] });
  expect(kinds(found)).toEqual([['unrecorded', [cidr]]]);
});

test('a grant that is changing is left alone', () => {
  const live = [{ ...grant, inForce, state: 'ending' as const }];

  expect(findDrift({ ...known, live, instances: [instanceWith([])] })).toEqual([]);
});
