import { blockOf, cidrOf, parseCidr } from '../cidr.ts';

/** What an emptied group holds: RDS keeps no group without an entry. It admits nobody. */
export const emptyEntry = '127.0.0.1';

/**
 * The entries of a list as canonical CIDRs, without repeats and without `127.0.0.1`: a bare address is a /32, host
 * bits are dropped. What is no IPv4 entry stays as text, so that it never goes unnoticed.
 */
export function entrySet(entries: readonly string[]): Set<string> {
  const texts = entries.flatMap((entry) => entry.split(',')).map((entry) => entry.trim());
  return new Set(texts.map(canonicalEntry).filter((entry) => entry !== '' && entry !== `${emptyEntry}/32`));
}

/** What is in the first set and not in the second. */
export function entriesWithout(entries: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...entries].filter((entry) => !others.has(entry)));
}

/** One entry in canonical form. */
export function canonicalEntry(entry: string): string {
  const text = entry.trim().toLowerCase();
  const [address = '', prefix = '32', ...more] = text.split('/');
  const isBlock = parseCidr(`${address}/32`) !== undefined && /^\d{1,2}$/.test(prefix) && Number(prefix) <= 32;
  return isBlock && more.length === 0 ? cidrOf(blockOf(`${address}/${Number(prefix)}`)) : text;
}
