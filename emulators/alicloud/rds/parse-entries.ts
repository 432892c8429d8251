import { ApiError } from '../errors.ts';
import { type Block, overlaps, parseBlock } from '../vpc/cidr.ts';

/** The entries of `SecurityIps`; throws what the API answers to one it does not take. */
export function parseEntries(text: string): string[] {
  const entries = text.split(',');
  for (const entry of entries) {
    if (!blockOf(entry) || entry === '0.0.0.0') {
      throw new ApiError(400, 'SecurityIPList.Format', `The specified security IP list is not valid: ${entry}`);
    }
  }
  if (new Set(entries).size !== entries.length) {
    const message = 'Specified security IP list is not valid: Duplicate IP address in the list';
    throw new ApiError(400, 'InvalidSecurityIPList.Duplicate', message);
  }
  return entries;
}

/** MySQL refuses a group in which one entry contains another; `0.0.0.0/0` aside. */
export function checkOverlap(entries: string[]): void {
  const blocks = entries.filter((entry) => entry !== '0.0.0.0/0').flatMap((entry) => blockOf(entry) ?? []);
  blocks.sort((one, other) => one.start - other.start || other.end - one.end);
  blocks.forEach((block, index) => {
    const next = blocks[index + 1];
    if (!next || !overlaps(block, next)) return;
    const message = 'The specified security IP list is not in the available range or occupied.';
    throw new ApiError(400, 'InvalidSecurityIPListLength.Malformed', message);
  });
}

function blockOf(entry: string): Block | undefined {
  const hasPrefix = entry.includes('/');
  if (hasPrefix && entry !== '0.0.0.0/0' && /\/0+$/.test(entry)) return undefined;
  return parseBlock(hasPrefix ? entry : `${entry}/32`);
}
