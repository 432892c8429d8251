import type { Caller } from './call.ts';
import type { SharedReads } from './shared-reads.ts';

/** What the four product files need: one region's calls to one product, and the region's shared reads. */
export interface ProductDeps<Sdk> {
  regionId: string;
  call: Caller<Sdk>;
  shared: SharedReads;
}
