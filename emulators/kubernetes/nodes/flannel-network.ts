import type { Pod } from '../workload-manifests.ts';
import type { NodeNetwork } from './network.ts';

/** Addresses out of the node's own block; the VPC knows nothing of them and sees the node's. */
export function flannelNetwork({ podCidr, nodeAddress }: { podCidr: string; nodeAddress: string }): NodeNetwork {
  const used = new Map<string, string>();
  const [base = '', bits = '25'] = podCidr.split('/');
  const first = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  let isRunning = false;
  return {
    pluginApp: 'kube-flannel-ds',
    start: () => {
      isRunning = true;
      return { kind: 'running' };
    },
    stop: () => {
      isRunning = false;
    },
    attach: (pod: Pod) => {
      if (!isRunning) return { kind: 'failed', message: 'open /run/flannel/subnet.env: no such file or directory' };
      const taken = new Set(used.values());
      for (let offset = 2; offset < size - 1; offset += 1) {
        const ipAddress = dotted(first + offset);
        if (taken.has(ipAddress)) continue;
        used.set(pod.metadata.uid ?? '', ipAddress);
        return { kind: 'attached', ipAddress };
      }
      return { kind: 'failed', message: `no IP addresses available in range set: ${podCidr}` };
    },
    detach: (pod: Pod) => {
      used.delete(pod.metadata.uid ?? '');
    },
    sourceOf: () => nodeAddress,
    sync: () => {},
  };
}

/** The nth block of `2^(32 - bits)` addresses in a CIDR. */
export function blockOf(cidr: string, bits: number, index: number): string {
  const first = (cidr.split('/')[0] ?? '').split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return `${dotted(first + index * 2 ** (32 - bits))}/${bits}`;
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
