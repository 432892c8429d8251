import { z } from 'zod';
import type { Pool, PoolState } from '../domain/pool.ts';
import { actorSchema } from './actor-schema.ts';
import type { RecordChange, Store, StoredRecord } from './store.ts';

/** The index of pools that are not gone. */
export const poolIndex = 'pools';

/** The id of the record that keeps a pool's name unique while the pool lives. */
export function poolNameRecordId(name: string): string {
  return `name-${name}`;
}

/** The change that frees the name of a pool that was asked for and never begun; empty when the name is another's. */
export async function freePoolName(store: Store, of: { name: string; poolId: string }): Promise<RecordChange[]> {
  const [name, pool] = await Promise.all([store.read(poolNameRecordId(of.name)), store.read(of.poolId)]);
  if (pool || name?.fields.pool !== of.poolId) return [];
  return [
    { id: name.id, expect: { rev: name.rev }, remove: true },
    // A creation that was begun in between is seen here.
    { id: of.poolId, expect: { absent: true } },
  ];
}

/** Reads a pool out of its record. Throws ZodError when the record is not one. */
export function poolOf(record: StoredRecord): Pool {
  const document = poolSchema.parse(JSON.parse(record.fields.pool ?? 'null'));
  return { ...document, id: record.id, state: stateSchema.parse(record.state) };
}

/** When a pool that is written has to be looked at: once its time is over. */
export function reviewDue({ id, reviewAtMs }: Pool): { id: string; atMs: number }[] {
  return reviewAtMs === undefined ? [] : [{ id, atMs: reviewAtMs }];
}

/** The change that writes a pool; the state is the record's own. */
export function poolChange(pool: Pool, expect: NonNullable<RecordChange['expect']>): RecordChange {
  const { id, state, ...document } = pool;
  return { id, expect, state, set: { pool: JSON.stringify(document) } };
}

const stateSchema: z.ZodType<PoolState> = z.enum(['creating', 'ready', 'changing', 'deleting', 'gone', 'degraded']);

const poolSchema = z
  .object({
    name: z.string(),
    clusterName: z.string(),
    clusterId: z.string(),
    regionId: z.string(),
    vpcId: z.string(),
    network: z.enum(['terway', 'flannel']).optional(),
    expectedPods: z.number(),
    nodes: z.object({ min: z.number(), max: z.number() }),
    instanceTypes: z.array(z.string()),
    vSwitches: z.array(
      z
        .object({
          zoneId: z.string(),
          cidrBlock: z.string(),
          usableAddresses: z.number(),
          vSwitchId: z.string().optional(),
          canaryIp: z.string().optional(),
          freeAddresses: z.number().optional(),
          stage: z.enum(['joining', 'leaving', 'left']).optional(),
        })
        .transform((vSwitch) => ({
          ...vSwitch,
          vSwitchId: vSwitch.vSwitchId,
          canaryIp: vSwitch.canaryIp,
          freeAddresses: vSwitch.freeAddresses,
        })),
    ),
    configMapName: z.string(),
    nodePoolId: z.string().optional(),
    namespaces: z.array(z.string()),
    namespacesEnforced: z.boolean().optional(),
    ownerGroup: z.string().optional(),
    description: z.string().optional(),
    requestedBy: actorSchema,
    createdAtMs: z.number(),
    readyAtMs: z.number().optional(),
    reviewAtMs: z.number().optional(),
    review: z
      .object({
        askedAtMs: z.number(),
        answerByMs: z.number(),
        operationId: z.string(),
        keptBy: actorSchema.optional(),
      })
      .optional(),
    operationId: z.string(),
    changedBy: z.string().optional(),
  })
  .transform((pool) => ({
    ...pool,
    nodePoolId: pool.nodePoolId,
    namespacesEnforced: pool.namespacesEnforced,
    ownerGroup: pool.ownerGroup,
    readyAtMs: pool.readyAtMs,
    reviewAtMs: pool.reviewAtMs,
  }));
