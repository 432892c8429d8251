import { createHash } from 'node:crypto';

/** One whitelist group of an RDS instance, with its entries as the API gives them. */
export interface WhitelistGroup {
  name: string;
  /** `hidden` marks groups that the console hides. */
  attribute: string;
  /** MIX in standard mode; VPC or Classic in enhanced mode, where both may have a group of the same name. */
  networkType: string;
  entries: readonly string[];
}

/**
 * The name of a pool's group on every instance: `ep_<slug>_<hash>`, at most 28 of the 32 characters that RDS takes. It
 * is the marker: the hash is of the installation and the pool's id, so a pool of the same name has another group.
 */
export function whitelistGroupName(pool: { installation: string; poolId: string; poolName: string }): string {
  const slug = pool.poolName.replace(/[^a-z0-9]/g, '_').slice(0, 16);
  const hash = createHash('sha256').update(`${pool.installation}/${pool.poolId}`).digest('hex').slice(0, 8);
  return `ep_${slug}_${hash}`;
}

/** Whether a name has the form of our groups, of this or another installation. RDS compares without case. */
export function looksLikeOurs(groupName: string): boolean {
  return /^ep_[a-z0-9_]{1,16}_[0-9a-f]{8}$/.test(groupName.toLowerCase());
}

/** The network type of our group: the VPC list in enhanced mode (`safety`), else the only list there is. */
export function networkTypeFor(mode: 'normal' | 'safety'): 'MIX' | 'VPC' {
  return mode === 'safety' ? 'VPC' : 'MIX';
}

/** Our group as just read; undefined when the instance has none. The same name of another network type is not ours. */
export function ourGroup<Group extends Pick<WhitelistGroup, 'name' | 'networkType'>>(
  groups: readonly Group[],
  ours: { name: string; networkType: string },
): Group | undefined {
  return groups.find((group) => isSame(group.name, ours.name) && isSame(group.networkType, ours.networkType));
}

/**
 * Whether a group may never be written whatever it is named: the default, those of Alibaba Cloud's own services, hidden
 * ones, and everything that has not the form of ours.
 */
export function isNeverTouched(group: Pick<WhitelistGroup, 'name' | 'attribute'>): boolean {
  return group.attribute.toLowerCase() === 'hidden' || !looksLikeOurs(group.name);
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
