import type { Delays } from './settings.ts';

/** Virtual milliseconds that nobody can save. Times of a Kubernetes emulator (node ready, pod) come on top. */
export interface CriticalPath {
  /** vSwitches of one VPC are made one after the other. */
  vSwitchesMs: number;
  /** From the node-pool write to running instances. */
  instancesMs: number;
  totalMs: number;
}

export function criticalPath(delays: Delays, pool: { vSwitches: number }): CriticalPath {
  const vSwitchesMs = pool.vSwitches * delays.vSwitchAvailableMs;
  const instancesMs = delays.instanceStartMs;
  return { vSwitchesMs, instancesMs, totalMs: vSwitchesMs + instancesMs };
}
