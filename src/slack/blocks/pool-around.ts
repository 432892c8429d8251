import { addressed, type PoolWorkload, type PoolWorkloads } from '../../domain/capacity/pool-workloads.ts';
import { isOpen } from '../../domain/pool-drift/next-findings.ts';
import { isBroken } from '../../domain/pool-drift/pool-finding.ts';
import type { PoolDrift } from '../../store/pool-drift-record.ts';
import { codeSpan } from './escape.ts';
import { findingWords } from './pool-finding-words.ts';
import { instantWords } from './request-words.ts';

/** What is known of a pool besides its record. */
export interface PoolAround {
  /** Undefined before the first measurement. */
  workloads: PoolWorkloads | undefined;
  drift: PoolDrift;
}

const mostUsers = 12;
const mostFindings = 12;

/** Who uses a pool, by namespace and workload, the largest first. Escaped lines. */
export function userLines({ workloads }: PoolAround): string[] {
  if (!workloads) return ['Who runs in it was not looked at yet.'];
  const all = addressed(workloads.workloads);
  if (all.length === 0) return [`No pod runs in it, as of ${instantWords(workloads.atMs)}.`];
  const rest = all.slice(mostUsers).reduce((sum, one) => sum + one.pods, workloads.morePods);
  return [
    `*Used by*, as of ${instantWords(workloads.atMs)}:`,
    ...all.slice(0, mostUsers).map(userLine),
    ...(rest > 0 ? [`• and ${rest} more pods`] : []),
  ];
}

function userLine({ namespace, kind, name, pods, waiting }: PoolWorkload): string {
  const without = waiting > 0 ? `, *${waiting} without an address*` : '';
  return `• ${codeSpan(`${namespace}/${name}`)} (${codeSpan(kind)}): ${pods === 1 ? '1 pod' : `${pods} pods`}${without}`;
}

/** What is not as it was made, and what is worth a word. Escaped lines. */
export function findingLines({ drift: { known, notes, lookedAtMs } }: PoolAround): string[] {
  if (lookedAtMs === undefined) return [];
  const open = known.filter(isOpen).map(({ finding }) => finding);
  const lines = [...open, ...notes].slice(0, mostFindings).map((finding) => {
    const icon = isBroken(finding) ? ':rotating_light:' : ':warning:';
    return open.includes(finding) ? `${icon} ${findingWords(finding)}` : `• ${findingWords(finding)}`;
  });
  const more = open.length + notes.length - lines.length;
  const asOf = `as of ${instantWords(lookedAtMs)}`;
  const head =
    open.length === 0 ? `Nothing was changed by others, ${asOf}.` : `*Changed by others, or used by them*, ${asOf}:`;
  return [
    open.length === 0 && lines.length > 0 ? `${head} Worth knowing:` : head,
    ...lines,
    ...(more > 0 ? [`• and ${more} more`] : []),
  ];
}
