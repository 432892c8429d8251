import { z } from 'zod';
import type { NetworkPlugin } from '../domain/pool-network.ts';

/** A network plugin as it is kept in plans. */
export const networkPluginSchema: z.ZodType<NetworkPlugin> = z.discriminatedUnion('network', [
  z.object({
    network: z.literal('terway'),
    version: z.string(),
    ipamType: z.enum(['default', 'crd']),
    daemonSetName: z.string(),
  }),
  z.object({ network: z.literal('flannel'), version: z.string() }),
]);
