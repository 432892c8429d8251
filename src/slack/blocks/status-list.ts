import type { Operation } from '../../domain/operation.ts';
import { codeSpan, escapeText } from './escape.ts';
import { actorWords, kindWords, stateIcon, stateWords } from './operation-words.ts';
import { clamp, type Message, message, paragraph, section } from './text.ts';

const mostOperations = 40;

/** One line an operation; the first given comes first. */
export function statusList(operations: readonly Operation[]): Message {
  if (operations.length === 0) return paragraph('Nothing is running and nothing ended lately.');
  const lines = operations.slice(0, mostOperations).map(statusLine);
  return message(lines, lines.map(section));
}

/** Escaped: id, what, which pool, state, the step it is at or the error. */
export function statusLine(operation: Operation): string {
  const { id, kind, poolName, state, requestedBy } = operation;
  const head = `${stateIcon(state)} ${codeSpan(id)} ${kindWords(kind)} ${codeSpan(poolName)} for ${actorWords(requestedBy)}: *${stateWords(state)}*`;
  return `${head}${position(operation)}`;
}

function position({ state, steps, error }: Operation): string {
  if (error && (state === 'failed' || state === 'waiting')) return `, ${escapeText(clamp(error.text, 300))}`;
  if (state !== 'running' && state !== 'rolling-back') return '';
  const done = steps.filter(({ record }) => record.status === 'done').length;
  const now = steps.find(({ record }) => record.status === 'running' || record.status === 'undoing');
  const at = now ? `, now: ${escapeText(clamp(now.title, 120))}` : '';
  return `, ${done} of ${steps.length} steps${at}`;
}
