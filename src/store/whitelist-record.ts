import { z } from 'zod';
import type { RecordChange, StoredRecord } from './store.ts';

/** The groups of an instance, without their entries. */
export interface SeenGroup {
  name: string;
  networkType: string;
  entries: number;
}

/** The record of which whitelist groups an instance had when it was last looked over. */
export function whitelistRecordId(instanceId: string): string {
  return `whitelist-groups-${instanceId}`;
}

export function seenGroupsOf(record: StoredRecord): SeenGroup[] {
  return groupsSchema.parse(JSON.parse(record.fields.groups ?? '[]'));
}

export function seenGroupsChange(instanceId: string, groups: readonly SeenGroup[]): RecordChange {
  return { id: whitelistRecordId(instanceId), state: 'seen', set: { groups: JSON.stringify(groups) } };
}

const groupsSchema: z.ZodType<SeenGroup[]> = z.array(
  z.object({ name: z.string(), networkType: z.string(), entries: z.number() }),
);
