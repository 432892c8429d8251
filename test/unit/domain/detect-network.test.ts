import { expect, test } from 'vitest';
import { detectNetwork } from '../../../src/domain/detect-network.ts';

interface Shown {
  addons?: string[];
  daemonSets?: string[];
  podCidr?: string;
}

test.each<[string, Shown, string | undefined, string]>([
  ['the add-on', { addons: ['coredns', 'terway-eniip'] }, 'terway', 'add-on terway-eniip'],
  ['what runs on the nodes', { daemonSets: ['kube-proxy', 'kube-flannel-ds'] }, 'flannel', 'DaemonSet kube-flannel-ds'],
  [
    'both, and the pod CIDR is told with them',
    { addons: ['flannel'], daemonSets: ['kube-flannel-ds'], podCidr: '172.20.0.0/16' },
    'flannel',
    'add-on flannel, DaemonSet kube-flannel-ds, pod CIDR 172.20.0.0/16',
  ],
  [
    'signs that contradict each other say nothing',
    { addons: ['flannel'], daemonSets: ['terway-eniip'] },
    undefined,
    'add-on flannel, DaemonSet terway-eniip',
  ],
  ['a pod CIDR alone says nothing', { podCidr: '172.20.0.0/16' }, undefined, 'pod CIDR 172.20.0.0/16'],
  ['nothing says nothing', {}, undefined, ''],
])('a network is known by its signs: %s', (_what, { addons = [], daemonSets = [], podCidr }, network, seen) => {
  const signs = {
    addons: addons.map((name) => ({ name })),
    daemonSets: [
      { namespace: 'acme', name: 'terway-look-alike' },
      ...daemonSets.map((name) => ({ namespace: 'kube-system', name })),
    ],
    podCidr,
  };

  expect(detectNetwork(signs)).toEqual({ network, seen });
});
