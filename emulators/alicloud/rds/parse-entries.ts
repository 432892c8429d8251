import { ApiError } from '../errors.ts';
import { type Block, overlaps, parseBlock } from '../vpc/cidr.ts';

/** The entries of `SecurityIps`; throws what the API answers to one it does not take. */
export function parseEntries(text: string): string[] {
  const entries = text.split(',');
  for (const entry of entries) {
    if (!entryBlock(entry)) {
      throw new ApiError(400, 'SecurityIPList.Format', `The specified security IP list is not valid: ${entry}`);
    }
  }
  if (new Set(entries.map(bare)).size !== entries.length) {
    const message = 'Specified security IP list is not valid: Duplicate IP address in the list';
    throw new ApiError(400, 'InvalidSecurityIPList.Duplicate', message);
  }
  return entries;
}

/** MySQL refuses a group in which one entry contains another; `0.0.0.0/0` aside. */
export function checkOverlap(entries: string[]): void {
  const blocks = entries.filter((entry) => entry !== '0.0.0.0/0').flatMap((entry) => entryBlock(entry) ?? []);
  blocks.sort((one, other) => one.start - other.start || other.end - one.end);
  blocks.forEach((block, index) => {
    const next = blocks[index + 1];
    if (!next || !overlaps(block, next)) return;
    const message = 'The specified security IP list is not in the available range or occupied.';
    throw new ApiError(400, 'InvalidSecurityIPListLength.Malformed', message);
  });
}

/** An address and its /32 are the same entry. */
export function bare(entry: string): string {
  return entry.replace(/\/32$/, '');
}

/** IPv4 or an IPv4 CIDR with a prefix from 1 to 32; of the rest, only `0.0.0.0/0` is taken. */
export function entryBlock(entry: string): Block | undefined {
  if (entry === '0.0.0.0') return undefined;
  const hasPrefix = entry.includes('/');
  if (hasPrefix && entry !== '0.0.0.0/0' && /\/0+$/.test(entry)) return undefined;
  return parseBlock(hasPrefix ? entry : `${entry}/32`);
}
