import { NeedsHumanError } from '../../domain/errors.ts';
import { isOurs, type Marker } from '../../domain/markers.ts';
import type { Pool } from '../../domain/pool.ts';
import { servingVSwitches } from '../../domain/pool-drift/find-config-drift.ts';
import { poolDriftOf, poolDriftRecordId } from '../../store/pool-drift-record.ts';
import { cloudOf, kubernetesOf } from '../pool-steps/pool-target.ts';
import { putConfigMap } from '../pool-steps/put-config-map.ts';
import { configMapNamespace, terwayConfigMap } from '../pool-steps/terway-config-map.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { heldPool } from './repair-input.ts';

/**
 * Terway is told again of the pool's vSwitches, once the VPC has shown that they are the pool's and where they are; what
 * stood beside them while all was well comes back too.
 */
export function repairConfigMapStep(deps: WorkflowDeps, needs: string[]): Step {
  return {
    name: 'config-map',
    title: 'Terway ConfigMap put back',
    needs,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const { pool, marker } = await heldPool(deps, context);
      await demandVSwitches(deps, pool, marker);
      const { keptConf } = poolDriftOf(await deps.store.read(poolDriftRecordId(pool.id)));
      const kubernetes = kubernetesOf(deps, pool.clusterName);
      const found = await kubernetes.readConfigMap(configMapNamespace, pool.configMapName);
      const wanted = terwayConfigMap(marker, {
        ...{ name: pool.configMapName, vSwitches: servingVSwitches(pool), maxPoolSize: undefined },
      });
      const eniConf = JSON.stringify({ ...JSON.parse(wanted.data.eni_conf), ...keptConf });
      // What Terway does not read is nobody's harm and stays.
      const data = { ...found?.data, eni_conf: eniConf };
      await putConfigMap(kubernetes, { wanted: { ...wanted, data }, marker, fence: context.fence, takesBack: true });
      return done({ configMap: `${configMapNamespace}/${pool.configMapName}`, eniConf });
    },
  };
}

async function demandVSwitches(deps: WorkflowDeps, pool: Pool, marker: Marker): Promise<void> {
  const { vpc } = cloudOf(deps, pool.clusterName);
  for (const { zoneId, vSwitchId } of servingVSwitches(pool)) {
    const read = await vpc.readVSwitch(vSwitchId);
    if (read && isOurs(read.tags, marker) && read.zoneId === zoneId) continue;
    throw new NeedsHumanError({
      code: 'NOT_OURS',
      publicText: `vSwitch ${vSwitchId} of pool ${pool.name} in ${zoneId} is gone, in another zone, or lost its marker tags, so Terway is not told of it. Put the tags back, then retry.`,
    });
  }
}
