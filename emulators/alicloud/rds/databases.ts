import type { SeedDbInstance } from '../alicloud-seed.ts';
import type { World } from '../world.ts';
import { admits } from './admits.ts';
import { networkTypesOf, newDbInstance } from './new-db-instance.ts';
import type { DbInstance, WhitelistGroup } from './state.ts';
import { removeGroup, writeGroup } from './write-group.ts';

/** What happens to databases without a call of the service: states, people at the console, clones. */
export interface Databases {
  /** Throws for an unknown id, as everything here does. */
  get(instanceId: string): DbInstance;
  /** Entries of a group as the API has them, sorted; undefined when there is no such group. */
  entries(instanceId: string, group: string): string[] | undefined;
  /** Whether the database lets a client of this address in now; see `delays.whitelistEffectMs`. */
  admits(instanceId: string, address: string): boolean;
  /** Sets the state; for a virtual while only, when `forMs` says how long, and then `Running`. */
  setStatus(instanceId: string, o: { status: string; forMs?: number }): void;
  /** `Unlock` unlocks. */
  lock(instanceId: string, o: { lockMode: string; reason?: string }): void;
  /** Somebody else makes or replaces a group, past every check. */
  editGroup(instanceId: string, group: Partial<WhitelistGroup> & Pick<WhitelistGroup, 'name' | 'entries'>): void;
  /** Somebody else removes a group. */
  removeGroup(instanceId: string, name: string): void;
  setTags(instanceId: string, tags: Record<string, string>): void;
  /** Adds an instance, a read-only one included. */
  add(seed: SeedDbInstance): DbInstance;
  /** Adds a running read-only instance, with a copy of the primary's groups and no tags. */
  addReplica(primaryId: string, id: string): DbInstance;
  /** A running copy with the groups and tags of the original, under the id `<id>clone<n>` unless another one is given. */
  cloneInstance(instanceId: string, id?: string): DbInstance;
  /** Normal to enhanced mode: every group becomes one per network type. There is no way back. */
  migrateToEnhanced(instanceId: string): void;
  /** The instance is released: gone from every answer. */
  release(instanceId: string): void;
}

const running = { status: 'Running', lockMode: 'Unlock', lockReason: '' };

export function createDatabases(world: World): Databases {
  const { instances } = world.rds;
  const get = (instanceId: string): DbInstance => {
    const instance = instances.get(instanceId);
    if (instance === undefined) throw new Error(`unknown database instance ${instanceId}`);
    return instance;
  };
  const add = (seed: SeedDbInstance): DbInstance => {
    if (instances.has(seed.id)) throw new Error(`there is a database instance ${seed.id} already`);
    const instance = newDbInstance(seed);
    instances.set(instance.id, instance);
    return instance;
  };
  return {
    get,
    add,
    entries: (instanceId, name) => entriesOf(get(instanceId), name),
    admits: (instanceId, address) => admits(get(instanceId), address),
    setStatus: (instanceId, o) => setStatus(world, get(instanceId), o),
    lock: (instanceId, { lockMode, reason = '' }) => {
      Object.assign(get(instanceId), { lockMode, lockReason: reason });
    },
    editGroup: (instanceId, group) => {
      const instance = get(instanceId);
      const networkType = networkTypesOf(instance).at(-1) ?? 'MIX';
      writeGroup(world, instance, { attribute: '', networkType, ...group });
    },
    removeGroup: (instanceId, name) => {
      const instance = get(instanceId);
      for (const group of instance.groups) if (group.name === name) removeGroup(world, instance, group);
    },
    setTags: (instanceId, tags) => {
      get(instanceId).tags = { ...tags };
    },
    addReplica: (primaryId, id) =>
      add({ ...get(primaryId), ...running, id, description: id, masterId: primaryId, tags: {} }),
    cloneInstance: (instanceId, id = freeCloneId(world, instanceId)) =>
      add({ ...get(instanceId), ...running, id, description: `${get(instanceId).description}-clone`, masterId: '' }),
    migrateToEnhanced: (instanceId) => migrate(world, get(instanceId)),
    release: (instanceId) => {
      instances.delete(get(instanceId).id);
    },
  };
}

function entriesOf(instance: DbInstance, name: string): string[] | undefined {
  const found = instance.groups.filter((group) => group.name === name);
  return found.length === 0 ? undefined : [...new Set(found.flatMap((group) => group.entries))].sort();
}

function setStatus(world: World, instance: DbInstance, o: { status: string; forMs?: number }): void {
  instance.status = o.status;
  if (o.forMs === undefined) return;
  world.clock.after(o.forMs, () => {
    if (instance.status === o.status) instance.status = 'Running';
  });
}

function freeCloneId(world: World, instanceId: string): string {
  for (let count = 1; ; count += 1) {
    const id = `${instanceId}clone${count}`;
    if (!world.rds.instances.has(id)) return id;
  }
}

function migrate(world: World, instance: DbInstance): void {
  const groups = instance.groups;
  instance.securityIpMode = 'safety';
  const networkTypes = networkTypesOf(instance);
  for (const group of groups) {
    if (networkTypes.includes(group.networkType)) continue;
    removeGroup(world, instance, group);
    for (const networkType of networkTypes) writeGroup(world, instance, { ...group, networkType });
  }
}
