import type { TaskCardBlock } from '@slack/types';
import type { Operation, StepStatus } from '../../domain/operation.ts';
import { durationWords, timeOfDay } from './duration-words.ts';
import { escapeText, oneLine } from './escape.ts';
import { factsInWords } from './facts-in-words.ts';
import { richLines } from './rich-text.ts';
import { clamp } from './text.ts';

type Step = Operation['steps'][number];

const statuses: Record<StepStatus, TaskCardBlock['status']> = {
  pending: 'pending',
  queued: 'pending',
  running: 'in_progress',
  done: 'complete',
  failed: 'error',
  undoing: 'in_progress',
  undone: 'pending',
};
const signs: Record<StepStatus, string> = {
  pending: '·',
  queued: '·',
  running: '▸',
  done: '✓',
  failed: '✗',
  undoing: '◂',
  undone: '↩',
};

/** How long something lasted between two instants, in domain time. */
export type Lasted = (fromMs: number, toMs: number) => number;

/**
 * One step as a card: status, what it waits for or how long it took, what it found, the last error. `position` keeps
 * the ids of one message apart.
 */
export function taskCard({ step, position, lasted }: { step: Step; position: number; lasted: Lasted }): TaskCardBlock {
  const isDone = step.record.status === 'done';
  const details = isDone ? undefined : richLines(detailLines(step, lasted));
  const output = richLines(outputLines(step));
  return {
    type: 'task_card',
    task_id: clamp(`${position}-${oneLine(step.name)}`, 200),
    title: clamp(isDone ? doneTitle(step, lasted) : titleOf(step), 200) || '-',
    status: statuses[step.record.status],
    ...(details ? { details } : {}),
    ...(output ? { output } : {}),
  };
}

/** The same in one escaped line, for the fallback text. */
export function taskLine(step: Step, lasted: Lasted): string {
  const more = [...detailLines(step, lasted), ...outputLines(step)].join('; ');
  return clamp(escapeText(`${signs[step.record.status]} ${titleOf(step)}${more ? `: ${more}` : ''}`), 400);
}

function titleOf({ title, record }: Step): string {
  const suffix = record.status === 'undone' ? ' (undone)' : record.status === 'undoing' ? ' (undoing)' : '';
  return `${clamp(oneLine(title), 180)}${suffix}`;
}

/** A done step keeps to one line as long as it found nothing. */
function doneTitle(step: Step, lasted: Lasted): string {
  const tookMs = tookMsOf(step, lasted);
  return tookMs < 1_000 ? titleOf(step) : `${titleOf(step)} · ${durationWords(tookMs)}`;
}

function tookMsOf({ record: { startedAtMs, endedAtMs } }: Step, lasted: Lasted): number {
  return startedAtMs === undefined || endedAtMs === undefined ? 0 : lasted(startedAtMs, endedAtMs);
}

function detailLines(step: Step, lasted: Lasted): string[] {
  const { record } = step;
  const { status, startedAtMs, waitingFor, attempts } = record;
  if (status === 'done') {
    const tookMs = tookMsOf(step, lasted);
    return tookMs < 1_000 ? [] : [`took ${durationWords(tookMs)}`];
  }
  const isActive = status === 'running' || status === 'undoing' || status === 'queued';
  if (!isActive) return status === 'failed' && attempts > 1 ? [`tried ${attempts} times`] : [];
  const since = status === 'undoing' ? record.undoStartedAtMs : startedAtMs;
  const sinceWords = since === undefined ? '' : ` since ${timeOfDay(since)}`;
  if (waitingFor) return [`waiting for ${waitingFor}${sinceWords}`];
  return status === 'queued' ? ['waiting for its turn'] : sinceWords ? [`running${sinceWords}`] : [];
}

function outputLines({ record }: Step): string[] {
  const error = record.status === 'done' || record.status === 'undone' ? undefined : record.lastError;
  const isRetried = error !== undefined && record.status !== 'failed';
  const errorLine = error ? `${isRetried ? 'last error, tried again: ' : ''}${error.text} (${error.code})` : '';
  return [...factsInWords(record.facts), errorLine].filter((line) => line !== '');
}
