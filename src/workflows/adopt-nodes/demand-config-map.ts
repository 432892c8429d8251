import { namesExactly } from '../../domain/eni-conf.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import type { Kubernetes } from '../../kubernetes/kubernetes.ts';
import { demandOurs } from '../pool-steps/demand-ours.ts';
import { configMapNamespace as namespace } from '../pool-steps/terway-config-map.ts';

/**
 * Throws unless Terway's ConfigMap of the pool is there, is ours and names the pool's vSwitches alone: a node that
 * starts without it gets the cluster's default network without a word (DESIGN promises 2 and 3).
 */
export async function demandConfigMap(
  kubernetes: Kubernetes,
  wanted: {
    installation: string;
    id: string;
    name: string;
    configMapName: string;
    vSwitches: readonly { zoneId: string; vSwitchId: string }[];
  },
): Promise<void> {
  const { installation, id: poolId, name: poolName, configMapName } = wanted;
  const found = await kubernetes.readConfigMap(namespace, configMapName);
  if (found) demandOurs(`ConfigMap ${namespace}/${configMapName}`, found.labels, { installation, poolId, poolName });
  if (found && namesExactly(found.data, wanted.vSwitches)) return;
  throw new NeedsHumanError({
    code: 'NODE_WRONG',
    publicText: `ConfigMap ${namespace}/${configMapName} ${found ? "does not name the pool's vSwitches as it has to" : 'is gone'}, and a node that starts now would get another network. Have it put right, then retry.`,
  });
}
