import type { KubernetesSettings } from './settings.ts';

/** Virtual milliseconds that nobody can save, from a running machine on; the cloud's own times come before. */
export interface KubernetesCriticalPath {
  /** From the running machine to its ready node: registration, the plugin's pod, the plugin's start. */
  nodeReadyMs: number;
  /** From a pod's binding to its address. */
  podAddressMs: number;
  /** From a pod's binding to its running container. */
  podRunningMs: number;
}

export function criticalPath(delays: KubernetesSettings['delays']): KubernetesCriticalPath {
  const { nodeRegistersMs, sandboxMs, terwayStartsMs, imagePullMs } = delays;
  return {
    nodeReadyMs: nodeRegistersMs + sandboxMs + terwayStartsMs,
    podAddressMs: sandboxMs,
    podRunningMs: sandboxMs + imagePullMs,
  };
}
