import { expect, test } from 'vitest';
import {
  letsMoreIn,
  namespaceChangeProblem,
  namespacesAfter,
  parseNamespaceChange,
} from '../../../src/domain/namespace-change.ts';

const pool = { name: 'payments', namespaces: ['payments', 'ledger'] };

test.each([
  [['+billing', '-ledger'], { add: ['billing'], remove: ['ledger'] }],
  [['+a,b', '-c'], { add: ['a', 'b'], remove: ['c'] }],
])('%j is read', (words, change) => {
  expect(parseNamespaceChange(words)).toEqual(change);
});

test.each([
  [[], 'which namespaces'],
  [['billing'], 'neither + nor -'],
  [['+'], 'neither + nor -'],
  [['+Billing'], 'is no namespace'],
  [['+a,'], 'is no namespace'],
  [["+x']) || true"], 'is no namespace'],
  [['+a', '-a'], 'named twice'],
])('%j is refused with the reason', (words, message) => {
  expect(parseNamespaceChange(words)).toMatchObject({ field: 'namespaces', message: expect.stringContaining(message) });
});

test('what is there already is not there twice, and what is not there is not missed', () => {
  expect(namespacesAfter(pool.namespaces, { add: ['billing', 'ledger'], remove: ['none'] })).toEqual([
    'payments',
    'ledger',
    'billing',
  ]);
  expect(namespacesAfter(pool.namespaces, { add: [], remove: ['payments'] })).toEqual(['ledger']);
});

test('only a namespace that is not there yet lets more in', () => {
  expect(letsMoreIn(pool.namespaces, { add: ['ledger'], remove: [] })).toBe(false);
  expect(letsMoreIn(pool.namespaces, { add: ['billing'], remove: ['ledger'] })).toBe(true);
});

test('a pool with open databases keeps a namespace; an unused one may lose its last', () => {
  const change = { add: [], remove: ['payments', 'ledger'] };
  expect(namespaceChangeProblem(pool, change, { hasGrants: true })?.example).toBe('/egress-pool revoke payments --all');
  expect(namespaceChangeProblem(pool, change, { hasGrants: false })).toBeUndefined();
});
