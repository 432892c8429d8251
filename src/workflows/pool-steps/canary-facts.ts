import { z } from 'zod';

/** What a canary pod proved, as the step keeps it. */
export interface CanaryFacts {
  podIp: string;
  /** Of its node, where pods leave with their node's address. */
  nodeIp?: string;
  nodeName: string;
  cidrBlock: string;
  freeAddresses: number;
}

/** The facts of a canary as a pool keeps them; `canaryIp` is the address that databases see. */
export const canaryProof = z
  .object({ podIp: z.string(), nodeIp: z.string().optional(), cidrBlock: z.string(), freeAddresses: z.number() })
  .transform(({ podIp, nodeIp, cidrBlock, freeAddresses }) => ({
    canaryIp: nodeIp ?? podIp,
    cidrBlock,
    freeAddresses,
  }));
