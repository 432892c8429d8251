import { entrySet } from './whitelist-entries.ts';
import type { WhitelistGroup } from './whitelist-group.ts';

/** One warning for each group that admits every address: while it stands, no whitelist of this instance keeps anybody out. */
export function openToAllWarnings(instanceId: string, groups: readonly WhitelistGroup[]): string[] {
  return groups
    .filter(({ entries }) => entrySet(entries).has('0.0.0.0/0'))
    .map(({ name }) => `${instanceId} already admits every address: its group ${name} holds 0.0.0.0/0`);
}
