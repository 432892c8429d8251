import type { InputProblem } from '../../domain/input-problem.ts';
import { codeSpan, escapeText } from './escape.ts';
import { asSentence, clamp, context, type Message, message, section } from './text.ts';

const mostProblems = 10;

/** A private answer to bad input: what is wrong, where, and something valid to type instead. */
export function problems(found: readonly InputProblem[]): Message {
  const head = found.length > 1 ? 'That could not be done, for these reasons:' : 'That could not be done:';
  const lines = found.slice(0, mostProblems).map(({ field, message: text, example }) => {
    const where = field === 'command' ? '' : `*${escapeText(clamp(field, 40))}*: `;
    return `• ${where}${asSentence(escapeText(clamp(text, 300)))} Try ${codeSpan(clamp(example, 150))}`;
  });
  const end = 'Nothing was changed. `/egress-pool help` lists the commands.';
  return message([head, ...lines, end], [section([head, ...lines].join('\n')), context(end)]);
}
