import { expect, test } from 'vitest';
import { detectNetwork } from '../../../src/domain/detect-network.ts';

const none = { addons: [], daemonSets: [], podCidr: undefined };

test.each([
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
])('a network is known by its signs: %s', (_what, signs, network, seen) => {
  expect(detectNetwork({ ...none, ...signs })).toEqual({ network, seen });
});
