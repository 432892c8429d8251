import { z } from 'zod';
import type { RecordChange, StoredRecord } from './store.ts';

/** The index of reviews that are open. */
export const openReviewIndex = 'reviews-open';

/**
 * A database that a pool was found let into when Redis had been lost, with no record of who allowed it. Open until its
 * approvers have signed it again, or it was revoked; until then nothing takes it out by itself.
 */
export interface AccessReview {
  /** `review-<pool>-<instance>`. */
  id: string;
  state: 'open' | 'closed';
  poolId: string;
  poolName: string;
  regionId: string;
  /** The primary instance. */
  instanceId: string;
  group: string;
  /** By instance id: what stood in our group. */
  entries: Record<string, string[]>;
  openedAtMs: number;
}

export function reviewRecordId(pair: { poolId: string; instanceId: string }): string {
  return `review-${pair.poolId}-${pair.instanceId}`;
}

/** Reads a review out of its record. Throws ZodError when the record is not one. */
export function reviewOf(record: StoredRecord): AccessReview {
  const document = reviewSchema.parse(JSON.parse(record.fields.review ?? 'null'));
  return { ...document, id: record.id, state: record.state === 'open' ? 'open' : 'closed' };
}

/** The change that opens a review, if there is none. */
export function openReviewChange(review: AccessReview): RecordChange {
  const { id, state, ...document } = review;
  return { id, expect: { absent: true }, state, set: { review: JSON.stringify(document) } };
}

const reviewSchema: z.ZodType<Omit<AccessReview, 'id' | 'state'>> = z.object({
  poolId: z.string(),
  poolName: z.string(),
  regionId: z.string(),
  instanceId: z.string(),
  group: z.string(),
  entries: z.record(z.string(), z.array(z.string())),
  openedAtMs: z.number(),
});
