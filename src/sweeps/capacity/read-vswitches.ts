import type { VSwitch } from '../../cloud/cloud.ts';
import type { ErrorCode } from '../../domain/error-codes.ts';
import type { Pool } from '../../domain/pool.ts';
import type { CapacityDeps } from './capacity-deps.ts';
import { outcomeOf } from './outcome-of.ts';
import { createTurns } from './turns.ts';
import { withDeadline } from './with-deadline.ts';

export interface ReadVpc {
  regionId: string;
  value: readonly VSwitch[] | undefined;
  failure: ErrorCode | undefined;
}

/** By VPC id: its vSwitches as soon as they are read. Never rejects. */
export type VpcReads = ReadonlyMap<string, Promise<ReadVpc>>;

/** Lists at a time, and calls a second over all of them: half of what the account's budget has, the rest is for operations. */
const atOnce = 4;
const callsPerSecond = 25;
const pageSize = 50;
/** Wire time for one VPC. */
const deadlineMs = 15_000;

/** Reads every VPC once with all its vSwitches, in pages of 50, however many pools lie in it. */
export function readVSwitches({ clouds, endpointsOf }: CapacityDeps, pools: readonly Pool[]): VpcReads {
  const vpcs = [...new Map(pools.map((pool) => [pool.vpcId, pool])).values()];
  const inTurn = createTurns(atOnce);
  return new Map(
    vpcs.map(({ vpcId, regionId, clusterName }) => {
      const { vpc } = clouds.inRegion(regionId, endpointsOf.get(clusterName));
      const list = () => withDeadline({ what: vpcId, deadlineMs }, () => vpc.listVSwitches(vpcId, 'fresh'));
      const read = Promise.withResolvers<ReadVpc>();
      void inTurn(async () => {
        const outcome = await outcomeOf(list());
        read.resolve({ regionId, ...outcome });
        await pause(Math.ceil((outcome.value?.length ?? 0) / pageSize));
      });
      return [vpcId, read.promise];
    }),
  );
}

/** Keeps the turn for as long as its calls take out of the rate. */
function pause(pages: number): Promise<void> {
  const ms = (Math.max(1, pages) * atOnce * 1_000) / callsPerSecond;
  return new Promise((resolve) => setTimeout(resolve, ms));
}
