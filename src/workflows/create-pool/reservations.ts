import type { CreatePlan } from '../../domain/create-plan.ts';
import { poolChange, poolIndex, poolOf } from '../../store/pool-record.ts';
import type { Commit, RecordChange, Store, StoredRecord } from '../../store/store.ts';

/**
 * CIDRs that operations have chosen and the VPC may not show yet: one record per cluster's VPC, CIDR to pool id. A
 * reservation lasts as long as its operation; what a pool owns is known from the pools themselves.
 */
export interface Reservations {
  record: StoredRecord | undefined;
  recordId: string;
  cidrsOfOthers: string[];
}

export async function readReservations(store: Store, look: { vpcId: string; poolId: string }): Promise<Reservations> {
  const recordId = `reservations-${look.vpcId}`;
  const [record, pools] = await Promise.all([
    store.read(recordId),
    store.readIndex(poolIndex).then((ids) => store.readMany(ids)),
  ]);
  const reserved = Object.entries(record?.fields ?? {}).filter(([, poolId]) => poolId !== look.poolId);
  const owned = pools.map(poolOf).filter(({ id, vpcId }) => id !== look.poolId && vpcId === look.vpcId);
  return {
    record,
    recordId,
    cidrsOfOthers: [
      ...reserved.map(([cidr]) => cidr),
      ...owned.flatMap(({ vSwitches }) => vSwitches.map(({ cidrBlock }) => cidrBlock)),
    ],
  };
}

/** The commit that reserves the plan's CIDRs, provided that nobody reserved anything since they were read. */
export async function reservePlan(
  store: Store,
  request: { plan: CreatePlan; reservations: Reservations },
): Promise<Partial<Commit>> {
  const { plan, reservations } = request;
  const cidrs = plan.zones.map(({ cidrBlock }) => cidrBlock);
  const reserve = reserveCidrs(reservations, { poolId: plan.poolId, cidrs });
  const pool = await store.read(plan.poolId);
  return { records: [reserve, ...(pool ? [plannedPool(pool, plan)] : [])] };
}

/** The change that makes these the pool's reservations, provided that nobody reserved anything since they were read. */
export function reserveCidrs(
  { record, recordId }: Reservations,
  { poolId, cidrs }: { poolId: string; cidrs: readonly string[] },
): RecordChange {
  const given = Object.entries(record?.fields ?? {}).filter(
    ([cidr, holder]) => holder === poolId && !cidrs.includes(cidr),
  );
  return {
    id: recordId,
    expect: record ? { rev: record.rev } : { absent: true },
    state: 'kept',
    set: Object.fromEntries(cidrs.map((cidr) => [cidr, poolId])),
    unset: given.map(([cidr]) => cidr),
  };
}

/** The change that gives the pool's reservations back. */
export function releaseReservations(plan: { vpcId: string; zones: readonly { cidrBlock: string }[] }): RecordChange {
  return { id: `reservations-${plan.vpcId}`, unset: plan.zones.map(({ cidrBlock }) => cidrBlock) };
}

function plannedPool(record: StoredRecord, plan: CreatePlan): RecordChange {
  const pool = poolOf(record);
  return poolChange(
    {
      ...pool,
      vpcId: plan.vpcId,
      network: plan.plugin.network,
      nodes: plan.nodes,
      instanceTypes: plan.instanceTypes,
      vSwitches: plan.zones.map(({ zoneId, cidrBlock, usableAddresses }) => ({
        zoneId,
        cidrBlock,
        usableAddresses,
        vSwitchId: undefined,
        canaryIp: undefined,
        freeAddresses: undefined,
      })),
    },
    { states: ['creating'] },
  );
}
