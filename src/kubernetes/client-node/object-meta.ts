import { z } from 'zod';
import type { ObjectMeta } from '../kubernetes.ts';

/** Absent as the API leaves it out or as the client fills it in. */
export const words = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});
export const instantMs = z.coerce.date().transform((date) => date.getTime());

const metadata = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string(),
  labels: words,
  annotations: words,
  creationTimestamp: instantMs,
  deletionTimestamp: instantMs.optional(),
  ownerReferences: z
    .array(z.object({ kind: z.string(), name: z.string(), controller: z.boolean().optional() }))
    .optional(),
});

/** What every object of the API has. */
export const withMetadata = z.object({ metadata });

export function toObjectMeta({ metadata: meta }: z.infer<typeof withMetadata>): ObjectMeta {
  return {
    name: meta.name,
    namespace: meta.namespace,
    uid: meta.uid,
    labels: meta.labels,
    annotations: meta.annotations,
    createdAtMs: meta.creationTimestamp,
    deletedAtMs: meta.deletionTimestamp,
  };
}
