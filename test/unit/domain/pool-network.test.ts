import { expect, test } from 'vitest';
import { namespaceGuard } from '../../../src/domain/namespace-guard.ts';
import { workloadPatch } from '../../../src/domain/workload-patch.ts';
import type { DaemonSet } from '../../../src/kubernetes/kubernetes.ts';
import { daemonSetsOnPool, findWarnings } from '../../../src/workflows/create-pool/preflight/find-warnings.ts';

const pool = (network: 'terway' | 'flannel') => ({ name: 'billing', configMapName: 'eni-config-billing', network });
const daemonSet = (name: string, given: Partial<DaemonSet>): DaemonSet => ({
  ...{ name, namespace: 'kube-system', uid: '', labels: {}, annotations: {}, createdAtMs: 0, deletedAtMs: undefined },
  ...{ hostNetwork: false, tolerations: [{ operator: 'Exists' }], nodeSelector: {}, image: '', availableNodes: 0 },
  ...given,
});
const daemonSets = [
  daemonSet('own-address', {}),
  daemonSet('on-the-host', { hostNetwork: true }),
  daemonSet('elsewhere', { nodeSelector: { gpu: 'yes' } }),
  daemonSet('kept-away', { hostNetwork: true, tolerations: [] }),
];

test.each([
  ['terway', 'terway-config', 'eni-config-billing'],
  ['flannel', 'egress-pool/name', 'billing'],
] as const)('on %s a workload asks for %s, and the guard denies others exactly that', (network, key, value) => {
  const { validations } = namespaceGuard({ ...pool(network), namespaces: ['payments'], canaryNamespace: 'canary' });

  expect(workloadPatch(pool(network)).nodeSelector).toEqual({ [key]: value });
  expect(validations.filter(({ expression }) => expression.includes(`'${key}'`))).toHaveLength(2);
  expect(validations.filter(({ expression }) => expression.includes(`'${value}'`))).toHaveLength(
    network === 'terway' ? 2 : 3,
  );
});

test.each([
  ['terway', ['own-address']],
  ['flannel', ['own-address', 'on-the-host']],
] as const)('on %s these DaemonSets are admitted with the pool: %j', (network, expected) => {
  expect(daemonSetsOnPool(daemonSets, pool(network)).map(({ name }) => name)).toEqual(expected);
});

test('a plan on Flannel warns that whole nodes are admitted', () => {
  const facts = {
    ...{ namespaces: ['payments'], cidrs: ['192.168.32.0/28'], zones: 2, snat: undefined, insideLearned: [] },
    ...{ daemonSets, podNetworkings: [] },
  };
  const codes = (network: 'terway' | 'flannel') =>
    findWarnings({ ...facts, pool: pool(network) }).map(({ code }) => code);

  expect(codes('flannel')).toContain('NODE_ADDRESSES');
  expect(codes('terway')).not.toContain('NODE_ADDRESSES');
});
