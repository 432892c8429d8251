import { z } from 'zod';
import type { Cloud, NodePool } from '../../cloud/cloud.ts';
import { blockOf, prefixOf, usableAddresses } from '../../domain/cidr.ts';
import { NeedsHumanError, TerminalError } from '../../domain/errors.ts';
import { isOurs } from '../../domain/markers.ts';
import type { Pool, PoolVSwitch } from '../../domain/pool.ts';
import type { Kubernetes } from '../../kubernetes/kubernetes.ts';
import { demandOurs } from '../pool-steps/demand-ours.ts';

export interface SeenVSwitch {
  zoneId: string;
  vSwitchId: string;
  cidrBlock: string;
  usableAddresses: number;
}

/** A pool's vSwitches as just read from the VPC, by id and marker. Throws NOT_OURS when one is not what it was. */
export async function readVSwitches(
  cloud: Cloud,
  look: { pool: Pool; installation: string; vSwitches: PoolVSwitch[] },
): Promise<SeenVSwitch[]> {
  const { pool, installation } = look;
  return Promise.all(
    look.vSwitches.map(async ({ zoneId, vSwitchId }) => {
      const read = vSwitchId ? await cloud.vpc.readVSwitch(vSwitchId) : undefined;
      if (!read || read.zoneId !== zoneId || !isOurs(read.tags, { installation, poolId: pool.id })) {
        throw new NeedsHumanError({
          code: 'NOT_OURS',
          publicText: `vSwitch ${vSwitchId ?? '(unknown)'} of pool ${pool.name} in ${zoneId} is gone, in another zone, or lost its marker tags. Put the tags back, then retry.`,
        });
      }
      const { cidrBlock } = read;
      return {
        zoneId,
        vSwitchId: read.vSwitchId,
        cidrBlock,
        usableAddresses: usableAddresses(prefixOf(blockOf(cidrBlock))),
      };
    }),
  );
}

/** The pool's node pool. Throws CLOUD_NOT_FOUND when somebody deleted it. */
export async function demandNodePool(cloud: Cloud, pool: Pool): Promise<NodePool> {
  const { clusterId, nodePoolId } = pool;
  const found = nodePoolId && (await cloud.ack.readNodePool({ clusterId, nodePoolId }, 'fresh'));
  if (found) return found;
  throw new TerminalError({
    code: 'CLOUD_NOT_FOUND',
    publicText: `Node pool ${nodePoolId ?? '(unknown)'} of pool ${pool.name} is gone; somebody deleted it.`,
  });
}

/** The `eni_conf` of the pool's Terway ConfigMap as it is, with the idle addresses that it lets a node keep. */
export async function readEniConf(
  kubernetes: Kubernetes,
  { pool, installation }: { pool: Pool; installation: string },
): Promise<{ text: string; maxPoolSize: number | undefined }> {
  const found = await kubernetes.readConfigMap('kube-system', pool.configMapName);
  if (!found) {
    throw new TerminalError({
      code: 'NODE_WRONG',
      publicText: `ConfigMap kube-system/${pool.configMapName} is gone: somebody deleted it, and a node that starts without it gets the cluster's default network. Put it back first.`,
    });
  }
  const marker = { installation, poolId: pool.id, poolName: pool.name };
  demandOurs(`ConfigMap kube-system/${pool.configMapName}`, found.labels, marker);
  const text = found.data.eni_conf ?? '';
  return { text, maxPoolSize: maxPoolSizeIn(text) };
}

const conf = z.object({ max_pool_size: z.number().optional() });

function maxPoolSizeIn(text: string): number | undefined {
  try {
    return conf.parse(JSON.parse(text)).max_pool_size;
  } catch {
    // What nobody can read is written anew.
    return undefined;
  }
}
