import type { ChainedEntry } from './audit-chain.ts';
import { canonicalJson } from './canonical-json.ts';

export type AuditFormat = 'csv' | 'jsonl';

/** What a file of the format begins with. */
export function auditFileStart(format: AuditFormat): string {
  return format === 'csv' ? `${columns.join(',')}\r\n` : '';
}

/**
 * An entry as one line with its line end. JSON Lines hold all that the chain is computed from. CSV (RFC 4180) is for
 * spreadsheets, so what one would take for a formula stands behind an apostrophe.
 */
export function auditLine(format: AuditFormat, entry: ChainedEntry): string {
  return format === 'csv' ? `${cellsOf(entry).map(cell).join(',')}\r\n` : `${canonicalJson({ ...entry })}\n`;
}

const columns = ['number', 'time', 'actor', 'what', 'subject', 'pool', 'details', 'hash', 'link'];

function cellsOf({ number, atMs, actor, what, subject, details, hash, link }: ChainedEntry): string[] {
  const pool = typeof details.pool === 'string' ? details.pool : '';
  return [String(number), timeOf(atMs), actor, what, subject, pool, canonicalJson(details), hash, link];
}

/** https://owasp.org/www-community/attacks/CSV_Injection names these beginnings. */
function cell(text: string): string {
  const harmless = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A damaged entry may hold any number. */
function timeOf(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
