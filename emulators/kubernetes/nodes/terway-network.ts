import type { Machine } from '../../machines/machines.ts';
import type { Cluster } from '../cluster.ts';
import { podEnis } from '../resources.ts';
import { isCentralised } from '../terway/read-config.ts';
import { addPod, deletePodAddress, startDaemon, syncNode } from '../terway/terway-daemon.ts';
import type { TerwayNode } from '../terway/terway-node.ts';
import { VSwitchCounts } from '../terway/vswitch-counts.ts';
import { isSelected } from './is-selected.ts';
import type { NodeNetwork } from './network.ts';
import { nodeNameOf } from './node-object.ts';

/** `shared`: the control plane's vSwitch counts, which all nodes of a centralised cluster use. */
export function terwayNetwork(cluster: Cluster, machine: Machine, shared: VSwitchCounts): NodeNetwork {
  const { machines, clock, settings } = cluster;
  const centralised = isCentralised(cluster);
  const ttlMs = (): number => settings.delays.vSwitchCacheLegacyMs;
  const node: TerwayNode = {
    machine,
    nodeName: nodeNameOf(machine),
    machines,
    clock,
    counts: centralised ? shared : new VSwitchCounts({ machines, clock, ttlMs }),
    isCentralised: centralised,
    isRunning: false,
    config: undefined,
    allocations: new Map(),
    inhibitedUntil: new Map(),
    forcedVSwitchId: undefined,
  };
  return {
    pluginApp: 'terway-eniip',
    start: () => {
      if (isSelected(settings.terwayCrashLoop, machine)) return { kind: 'crashed', message: 'terwayd exited with 255' };
      return startDaemon(cluster, node);
    },
    stop: () => {
      node.isRunning = false;
    },
    attach: (pod) => {
      if (!node.isRunning) {
        const message = 'cmdAdd: error get client, dial unix /var/run/eni/eni.socket: connect: connection refused';
        return { kind: 'failed', message };
      }
      node.forcedVSwitchId = settings.wrongInterfaceVSwitch[machine.nodePoolId] ?? settings.wrongInterfaceVSwitch['*'];
      const result = addPod(cluster, node, pod);
      if (result.kind === 'allocated') return { kind: 'attached', ipAddress: result.ipAddress };
      return { kind: 'failed', message: `cmdAdd: error alloc ip, rpc error: code = Unknown desc = ${result.message}` };
    },
    detach: (pod) => {
      deletePodAddress(cluster, node, pod.metadata.uid ?? '');
      const { namespace, name } = pod.metadata;
      cluster.store.remove(podEnis, { namespace, name });
    },
    sourceOf: (podAddress) => podAddress,
    sync: () => {
      if (node.isRunning) syncNode(cluster, node);
    },
  };
}
