import { z } from 'zod';
import type { Facts, Operation } from './operation.ts';

/** Whether a pod of a pool's zone could connect to a database whose whitelist names the pool. It changes nothing. */
export type ConnectionProof =
  | { proof: 'open'; from: string; to: string; ms: number }
  /** `said`: what was answered instead. */
  | { proof: 'closed'; from: string; to: string; said: string }
  /** Nothing is known; `why` in words. */
  | { proof: 'unmeasured'; why: string };

/** How long connections are tried for, in domain time: a whitelist has its effect after about a minute. */
export const connectionTriesMs = 90_000;

const prefix = 'connection-';

const schema: z.ZodType<ConnectionProof> = z.discriminatedUnion('proof', [
  z.object({ proof: z.literal('open'), from: z.string(), to: z.string(), ms: z.number() }),
  z.object({ proof: z.literal('closed'), from: z.string(), to: z.string(), said: z.string() }),
  z.object({ proof: z.literal('unmeasured'), why: z.string() }),
]);

/** The name of the step that proves a zone. */
export function connectionStepName(zoneId: string): string {
  return `${prefix}${zoneId}`;
}

/** The proofs that an operation has come to so far. */
export function connectionProofsOf({ steps }: Pick<Operation, 'steps'>): { zoneId: string; proof: ConnectionProof }[] {
  return steps.flatMap(({ name, record }) => {
    const proof = name.startsWith(prefix) ? connectionProofIn(record.facts) : undefined;
    return proof ? [{ zoneId: name.slice(prefix.length), proof }] : [];
  });
}

/** The proof that a step's facts are; undefined when they are something else. */
export function connectionProofIn(facts: Facts | undefined): ConnectionProof | undefined {
  return schema.safeParse(facts).data;
}

/** A host name of letters, digits, hyphens and dots, or an IPv4 address. */
export function isHostName(host: string): boolean {
  return (
    host.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(host)
  );
}
