import type { VSwitch } from '../../cloud/cloud.ts';
import type { ErrorCode } from '../../domain/error-codes.ts';
import type { Pool } from '../../domain/pool.ts';
import type { CapacityDeps } from './capacity-deps.ts';
import { outcomeOf } from './outcome-of.ts';
import { withDeadline } from './with-deadline.ts';

export interface ReadVpc {
  regionId: string;
  value: readonly VSwitch[] | undefined;
  failure: ErrorCode | undefined;
}

/** By VPC id: its vSwitches as soon as they are read. Never rejects. */
export type VpcReads = ReadonlyMap<string, Promise<ReadVpc>>;

/** Lists at a time, of all VPCs: the calls are counted for the whole account, and operations need theirs. */
const atOnce = 4;
/** Wire time for one VPC. */
const deadlineMs = 15_000;

/** Reads every VPC once with all its vSwitches, in pages of 50, however many pools lie in it. */
export function readVSwitches({ clouds, endpointsOf }: CapacityDeps, pools: readonly Pool[]): VpcReads {
  const vpcs = [...new Map(pools.map((pool) => [pool.vpcId, pool])).values()];
  const turns: Promise<unknown>[] = Array.from({ length: atOnce }, () => Promise.resolve());
  return new Map(
    vpcs.map(({ vpcId, regionId, clusterName }, index) => {
      const { vpc } = clouds.inRegion(regionId, endpointsOf.get(clusterName));
      const list = () => withDeadline({ what: vpcId, deadlineMs }, () => vpc.listVSwitches(vpcId, 'fresh'));
      const read = (turns[index % atOnce] ?? Promise.resolve()).then(() => outcomeOf(list()));
      turns[index % atOnce] = read;
      return [vpcId, read.then((outcome) => ({ regionId, ...outcome }))];
    }),
  );
}
