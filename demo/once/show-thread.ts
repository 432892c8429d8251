import { styleText } from 'node:util';
import { type SeenMessage, type SeenTask, wordsOf } from './person.ts';

/** The thread of an operation on a terminal. */
export interface ThreadDisplay {
  show(message: SeenMessage): void;
}

interface Out {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

const signs = { pending: '·', in_progress: '▸', complete: '✓', error: '✗' } as const;
const colours = { pending: 'dim', in_progress: 'yellow', complete: 'green', error: 'red' } as const;

/** In place on a terminal; elsewhere a line for each task that began or ended. */
export function threadDisplay(out: Out): ThreadDisplay {
  return out.isTTY === true ? inPlace(out) : lineByLine(out);
}

export function tasksOf(message: SeenMessage): SeenTask[] {
  return (message.blocks ?? []).flatMap(({ tasks }) => tasks ?? []);
}

function inPlace(out: Out): ThreadDisplay {
  let height = 0;
  return {
    show(message) {
      const tasks = tasksOf(message);
      if (tasks.length === 0) return;
      const width = (out.columns ?? 100) - 1;
      const lines = tasks.map((task) =>
        styleText(colours[task.status], clip(taskLine(task), width), { validateStream: false }),
      );
      const picture = [progressBar(tasks), ...lines].map((line) => `\u001B[2K${line}\n`).join('');
      out.write(`${height > 0 ? `\u001B[${height}A` : ''}${picture}\u001B[J`);
      height = lines.length + 1;
    },
  };
}

function lineByLine(out: Out): ThreadDisplay {
  const told = new Map<string, string>();
  return {
    show(message) {
      const tasks = tasksOf(message);
      const done = tasks.filter(({ status }) => status === 'complete').length;
      for (const task of tasks) {
        if (task.status === 'pending' || told.get(task.title) === task.status) continue;
        told.set(task.title, task.status);
        out.write(`  [${done}/${tasks.length}] ${taskLine(task)}\n`);
      }
    },
  };
}

function taskLine(task: SeenTask): string {
  const more = [...wordsOf(task.output), ...wordsOf(task.details)].join('; ');
  return `${signs[task.status]} ${task.title}${more ? `: ${more}` : ''}`;
}

function progressBar(tasks: SeenTask[]): string {
  const done = tasks.filter(({ status }) => status === 'complete').length;
  const filled = Math.round((done / tasks.length) * 30);
  return `  ${'█'.repeat(filled)}${'░'.repeat(30 - filled)} ${done} of ${tasks.length} steps`;
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
