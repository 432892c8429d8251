import { ApiError } from '../errors.ts';
import { bare } from './parse-entries.ts';

/** A group's list after the change; `Delete` must leave an entry, and neither edit may be repeated. */
export function changedEntries(change: { mode: string; entries: string[] }, current: string[]): string[] {
  const { mode, entries } = change;
  if (mode === 'Cover') return entries;
  const present = new Set(current.map(bare));
  if (mode === 'Append') {
    if (!entries.some((entry) => present.has(bare(entry)))) return [...current, ...entries];
    throw new ApiError(400, 'InvalidInstanceIp.Duplicate', 'The specified IP is already in the group.');
  }
  const going = new Set(entries.map(bare));
  const left = current.filter((entry) => !going.has(bare(entry)));
  if (entries.every((entry) => present.has(bare(entry))) && left.length > 0) return left;
  const message = 'The specified security IP does not exist or at least one security IP need be left.';
  throw new ApiError(404, 'InvalidSecurityIPs.NotFound', message);
}
