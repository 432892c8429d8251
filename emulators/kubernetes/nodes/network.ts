import type { Pod } from '../workload-manifests.ts';

export type AttachResult = { kind: 'attached'; ipAddress: string } | { kind: 'failed'; message: string };
export type PluginStart = { kind: 'running' } | { kind: 'crashed'; message: string };

/** The network plugin of one node, as its kubelet uses it. */
export interface NodeNetwork {
  /** The label `app` of the plugin's own pods: the node is ready when one of them runs. */
  readonly pluginApp: string;
  start(): PluginStart;
  stop(): void;
  attach(pod: Pod): AttachResult;
  detach(pod: Pod): void;
  /** The address that others see of a pod on this node. */
  sourceOf(podAddress: string): string;
  sync(): void;
}
