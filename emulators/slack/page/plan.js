import { h, icon } from './dom.js';
import { linkTo } from './mention.js';
import { richText } from './rich-text.js';

const words = { pending: 'Pending', in_progress: 'In progress', complete: 'Complete', error: 'Failed' };
const paths = {
  pending: 'M10 3a7 7 0 1 1 0 14a7 7 0 0 1 0-14',
  in_progress: 'M10 3a7 7 0 0 1 7 7',
  complete: 'M5.5 10.5l3 3 6-7',
  error: 'M6.5 6.5l7 7m0-7l-7 7',
};

/** A plan: what is done, under way and to come. */
export function plan(block, workspace) {
  const tasks = block.tasks ?? [];
  const count = (status) => tasks.filter((task) => task.status === status).length;
  const done = count('complete');
  const overall =
    count('error') > 0
      ? 'error'
      : done === tasks.length && done > 0
        ? 'complete'
        : count('in_progress') > 0
          ? 'in_progress'
          : 'pending';
  const summary =
    count('error') > 0
      ? `${done} of ${tasks.length} done, ${count('error')} failed`
      : `${done} of ${tasks.length} done`;
  return h(
    'section',
    { class: `plan ${overall}`, 'aria-label': block.title },
    h('header', { class: 'plan-head' }, status(overall), h('strong', { class: 'plan-title' }, block.title)),
    h('progress', { class: 'plan-bar', max: Math.max(1, tasks.length), value: done, 'aria-label': summary }),
    h(
      'ol',
      { class: 'tasks' },
      tasks.map((task) => h('li', {}, taskCard(task, workspace))),
    ),
  );
}

export function taskCard(task, workspace) {
  const details = task.details && h('div', { class: 'task-details' }, richText(task.details, workspace));
  const output = task.output && h('div', { class: 'task-output' }, richText(task.output, workspace));
  const sources =
    task.sources?.length &&
    h(
      'p',
      { class: 'task-sources' },
      task.sources.map((source) => linkTo(source.url, source.text)),
    );
  return h(
    'div',
    { class: `task ${task.status}`, 'data-task-id': task.task_id, 'data-status': task.status },
    status(task.status),
    h('div', { class: 'task-body' }, h('div', { class: 'task-title' }, task.title), details, output, sources),
  );
}

function status(name) {
  return h(
    'span',
    { class: `status ${name}`, role: 'img', 'aria-label': words[name] ?? name },
    icon(paths[name] ?? paths.pending),
  );
}
