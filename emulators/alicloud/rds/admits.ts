import { addressNumber } from '../vpc/cidr.ts';
import { entryBlock } from './parse-entries.ts';
import type { DbInstance } from './state.ts';

/**
 * Whether the database lets a client of this VPC address in now. `127.0.0.1` lets nobody in, lists for the classic
 * network count for nobody in a VPC, and what was written is in force only after a while.
 */
export function admits(instance: DbInstance, address: string): boolean {
  const client = addressNumber(address);
  return instance.groupsInForce
    .filter((group) => group.networkType !== 'Classic')
    .flatMap((group) => group.entries)
    .filter((entry) => entry !== '127.0.0.1')
    .some((entry) => {
      const block = entryBlock(entry);
      return block !== undefined && block.start <= client && client <= block.end;
    });
}
