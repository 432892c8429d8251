import type { DriftInstance } from '../domain/grants/find-drift.ts';
import type { RecordChange, Store } from '../store/store.ts';
import { type SeenGroup, seenGroupsChange, seenGroupsOf, whitelistRecordId } from '../store/whitelist-record.ts';

/** What is kept of the groups of each instance, where it is not what is kept already. */
export async function changedGroups(store: Store, instances: readonly DriftInstance[]): Promise<RecordChange[]> {
  const records = await store.readMany(instances.map(({ instanceId }) => whitelistRecordId(instanceId)));
  const kept = new Map(records.map((record) => [record.id, JSON.stringify(seenGroupsOf(record))]));
  return instances.flatMap((instance) => {
    const groups = groupsOf(instance);
    const isKept = kept.get(whitelistRecordId(instance.instanceId)) === JSON.stringify(groups);
    return isKept ? [] : [seenGroupsChange(instance.instanceId, groups)];
  });
}

function groupsOf({ groups }: DriftInstance): SeenGroup[] {
  return groups.map(({ name, networkType, entries }) => ({ name, networkType, entries: entries.length }));
}
