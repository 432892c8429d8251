import type { ActionsBlock } from '@slack/types';
import type { Pool } from '../../domain/pool.ts';
import { isOpen, type KnownPoolFinding } from '../../domain/pool-drift/next-findings.ts';
import { isBroken, isRepairable } from '../../domain/pool-drift/pool-finding.ts';
import { networkOf } from '../../domain/pool-network.ts';
import { actionIds } from './action-ids.ts';
import { button } from './button.ts';
import { codeSpan } from './escape.ts';
import { findingWords, meaningWords } from './pool-finding-words.ts';
import { instantWords } from './request-words.ts';
import { actions, type Message, message, paragraph, section } from './text.ts';

export interface PoolDriftView {
  pool: Pick<Pool, 'id' | 'name' | 'state' | 'network' | 'changedBy'>;
  known: KnownPoolFinding;
}

/** One finding about a pool, with what it means and what to do; edited when it is gone. */
export function poolDriftMessage(view: PoolDriftView): Message {
  const { pool, known } = view;
  const head = headOf(view);
  if (!isOpen(known)) return paragraph(head);
  const lines = [head, meaningWords(known.finding, networkOf(pool)), ...degradedLines(view), ...workLines(view)];
  const isOffered = isRepairable(known.finding) && pool.changedBy === undefined;
  return message(lines, [section(lines.join('\n')), ...(isOffered ? [repairActions(pool)] : [])]);
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

function degradedLines({ pool: { name, state }, known }: PoolDriftView): string[] {
  if (!isBroken(known.finding) || state !== 'degraded') return [];
  return [
    `The pool is degraded: until this is settled no database is opened to it. ${codeSpan(`/egress-pool show ${name}`)} has all that was found.`,
  ];
}

function workLines({ pool: { changedBy }, known }: PoolDriftView): string[] {
  if (changedBy !== undefined) return [`${codeSpan(changedBy)} works on the pool; it is looked at again afterwards.`];
  return isRepairable(known.finding)
    ? ['*Repair* puts back what the pool was made with, everything that can be put back at once.']
    : [];
}

function repairActions({ id, name }: PoolDriftView['pool']): ActionsBlock {
  const confirm = {
    title: 'Repair the pool?',
    text: `Labels, taints, ConfigMap and policy of ${name} are put back where others changed them. Pods that do not tolerate the taint are evicted from its nodes, and Terway may start again there; running pods of the pool stay.`,
    ...{ yes: 'Repair', no: 'Back' },
  };
  return actions('pool-drift', [
    button({ actionId: actionIds.repairPool, label: 'Repair', value: id, style: 'primary', confirm }),
  ]);
}
