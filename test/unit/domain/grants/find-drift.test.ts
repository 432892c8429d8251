import { expect, test } from 'vitest';
import { findDrift } from '../../../../src/domain/grants/find-drift.ts';
import { whitelistGroupName } from '../../../../src/domain/grants/whitelist-group.ts';
import { grantDocument } from '../../../support/access-documents.ts';

const pool = { id: 'pool-a', name: 'payments' };
const name = whitelistGroupName({ installation: 'acme', poolId: pool.id, poolName: pool.name });
const cidr = '10.64.128.0/24';
const grant = grantDocument({ state: 'active', instanceId: 'rm-1', lastWritten: { 'rm-1': [cidr], 'rr-1': [cidr] } });

function drift(entries: string[], changes: { primaryInstanceId?: string; name?: string; networkType?: string } = {}) {
  const group = { name, attribute: '', networkType: 'MIX', entries, ...changes };
  const instance = { instanceId: 'rm-1', primaryInstanceId: changes.primaryInstanceId ?? 'rm-1', groups: [group] };
  return findDrift({ installation: 'acme', pools: [pool], grants: [grant], instances: [instance] });
}

test('a group that holds what was written is no finding', () => {
  expect(drift([cidr])).toEqual([]);
});

test('entries of others and entries that are gone are found, each by itself', () => {
  expect(drift(['192.0.2.7']).map(({ kind, entries }) => [kind, entries])).toEqual([
    ['missing', [cidr]],
    ['unknown', ['192.0.2.7/32']],
  ]);
});

test('a group of ours on an instance without a grant is found unless it is empty', () => {
  expect(drift([cidr], { primaryInstanceId: 'rm-clone' })).toMatchObject([{ kind: 'no-grant', entries: [cidr] }]);
  expect(drift(['127.0.0.1'], { primaryInstanceId: 'rm-clone' })).toEqual([]);
});

test('other groups, those of other installations and the list for the classic network are nobody of ours', () => {
  expect(drift(['192.0.2.7'], { name: 'office' })).toEqual([]);
  expect(drift(['192.0.2.7'], { name: 'ep_payments_00000000' })).toEqual([]);
  expect(drift(['192.0.2.7'], { networkType: 'Classic' })).toEqual([]);
});

test('a grant that is changing is left alone', () => {
  const instance = {
    ...{ instanceId: 'rm-1', primaryInstanceId: 'rm-1' },
    groups: [{ name, attribute: '', networkType: 'MIX', entries: [] }],
  };
  const grants = [{ ...grant, state: 'ending' as const }];

  expect(findDrift({ installation: 'acme', pools: [pool], grants, instances: [instance] })).toEqual([]);
});
