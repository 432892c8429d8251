import type { SeedDbInstance } from '../alicloud-seed.ts';
import type { DbInstance, NetworkType, WhitelistGroup } from './state.ts';

/** An instance that runs, unlocked, and admits nobody, as far as the seed says nothing else. */
export function newDbInstance(seed: SeedDbInstance): DbInstance {
  const given = structuredClone(seed);
  const instance = {
    engine: 'MySQL',
    engineVersion: '8.0',
    storageType: 'cloud_essd',
    tags: {},
    status: 'Running',
    securityIpMode: 'normal' as const,
    lockMode: 'Unlock',
    lockReason: '',
    masterId: '',
    templateNames: [],
    ...given,
  };
  const groups = [...(given.groups ?? [])];
  for (const networkType of networkTypesOf(instance)) {
    const has = groups.some((group) => group.name === 'default' && group.networkType === networkType);
    if (!has) groups.unshift(emptyDefault(networkType));
  }
  return { ...instance, groups, groupsInForce: structuredClone(groups), groupsRevision: 0, groupsRevisionInForce: 0 };
}

/** The kinds of list that an instance keeps: two in the enhanced mode, except that PostgreSQL on cloud disks has one. */
export function networkTypesOf(instance: Pick<DbInstance, 'engine' | 'storageType' | 'securityIpMode'>): NetworkType[] {
  return instance.securityIpMode === 'safety' && !isAlwaysMixed(instance) ? ['Classic', 'VPC'] : ['MIX'];
}

export function isAlwaysMixed({ engine, storageType }: Pick<DbInstance, 'engine' | 'storageType'>): boolean {
  return engine === 'PostgreSQL' && storageType.startsWith('cloud');
}

function emptyDefault(networkType: NetworkType): WhitelistGroup {
  return { name: 'default', attribute: '', networkType, entries: ['127.0.0.1'] };
}
