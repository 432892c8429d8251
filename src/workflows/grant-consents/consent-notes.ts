import { z } from 'zod';
import type { Facts } from '../../domain/operation.ts';

/** What the step that asks keeps between its runs. */
export interface ConsentNotes {
  /** By grant: the last request and the try of the step (its begin) in which it was opened. */
  asked: Record<string, { requestId: string; attempt: number; inTryMs: number }>;
  /** The grants whose approvers said no, or did not decide. */
  refused: RefusedConsent[];
  /** Grants that the operation goes on without, on a person's word. */
  without: string[];
}

export interface RefusedConsent {
  grantId: string;
  instanceId: string;
  instanceName: string;
  why: string;
}

const schema = z.object({
  asked: z
    .record(z.string(), z.object({ requestId: z.string(), attempt: z.number(), inTryMs: z.number() }))
    .default({}),
  refused: z
    .array(z.object({ grantId: z.string(), instanceId: z.string(), instanceName: z.string(), why: z.string() }))
    .default([]),
  without: z.array(z.string()).default([]),
});

export function consentNotesOf(notes: Facts): ConsentNotes {
  return schema.parse(notes);
}
