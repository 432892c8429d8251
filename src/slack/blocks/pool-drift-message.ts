import type { Pool } from '../../domain/pool.ts';
import { isOpen, type KnownPoolFinding } from '../../domain/pool-drift/next-findings.ts';
import { isBroken } from '../../domain/pool-drift/pool-finding.ts';
import { networkOf } from '../../domain/pool-network.ts';
import { codeSpan } from './escape.ts';
import { findingWords, meaningWords } from './pool-finding-words.ts';
import { instantWords } from './request-words.ts';
import { type Message, message, paragraph, section } from './text.ts';

export interface PoolDriftView {
  pool: Pick<Pool, 'id' | 'name' | 'state' | 'network'>;
  known: KnownPoolFinding;
}

/** One finding about a pool, with what it means and what to do; edited when it is gone. */
export function poolDriftMessage(view: PoolDriftView): Message {
  const { pool, known } = view;
  const head = headOf(view);
  if (!isOpen(known)) return paragraph(head);
  const lines = [head, meaningWords(known.finding, networkOf(pool)), ...degradedLines(pool, known)];
  return message(lines, [section(lines.join('\n'))]);
}

/** The same in one paragraph, for the thread of the pool. */
export function poolDriftNote(view: PoolDriftView): Message {
  return paragraph(headOf(view));
}

function headOf({ pool, known: { finding, foundAtMs, goneAtMs } }: PoolDriftView): string {
  const said = `Pool ${codeSpan(pool.name)}: ${findingWords(finding)}`;
  if (goneAtMs !== undefined) return `:white_check_mark: ${said} Not so any more since ${instantWords(goneAtMs)}.`;
  return `${isBroken(finding) ? ':rotating_light:' : ':warning:'} ${said} Found ${instantWords(foundAtMs)}.`;
}

function degradedLines({ name, state }: PoolDriftView['pool'], { finding }: KnownPoolFinding): string[] {
  if (!isBroken(finding) || state !== 'degraded') return [];
  return [
    `The pool is degraded: until this is settled no database is opened to it. ${codeSpan(`/egress-pool show ${name}`)} has all that was found.`,
  ];
}
