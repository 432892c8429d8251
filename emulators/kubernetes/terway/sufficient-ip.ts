import type { Cluster } from '../cluster.ts';
import { setCondition } from '../nodes/set-condition.ts';
import { nodes } from '../resources.ts';
import { chooseVSwitch } from './choose-vswitch.ts';
import { idleAddressesOf, type TerwayNode } from './terway-node.ts';

const EXHAUSTIVE_PERIOD_MS = 600_000;

/**
 * The node condition SufficientIP. False is a signal; True is no evidence: the node-local mode sets it again after ten
 * virtual minutes or at any release, even when the vSwitch is still full.
 */
export function reportSufficientIp(
  cluster: Cluster,
  o: { nodeName: string; isSufficient: boolean; why?: string },
): void {
  if (cluster.store.find(nodes, { name: o.nodeName }) === undefined) return;
  setCondition(cluster, {
    nodeName: o.nodeName,
    type: 'SufficientIP',
    status: o.isSufficient ? 'True' : 'False',
    reason: o.isSufficient ? 'SufficientIP' : 'InsufficientIP',
    message: o.why ?? (o.isSufficient ? 'node has sufficient IP' : 'node has insufficient IP'),
  });
}

export function recoverSufficientIpLater(cluster: Cluster, nodeName: string): void {
  cluster.clock.after(EXHAUSTIVE_PERIOD_MS, () => {
    const why = 'node has sufficient IP or pass the exhaustive period';
    reportSufficientIp(cluster, { nodeName, isSufficient: true, why });
  });
}

/** The centralised mode judges anew at every reconcile: an idle address, or a vSwitch that is not known to be full. */
export function recomputeSufficientIp(cluster: Cluster, node: TerwayNode): void {
  if (node.config === undefined) return;
  const { config, machine, counts, nodeName } = node;
  const isSufficient = idleAddressesOf(node).length > 0 || chooseVSwitch({ config, machine, counts }).kind === 'chosen';
  reportSufficientIp(cluster, { nodeName, isSufficient });
}
