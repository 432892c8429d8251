import type { InputProblem } from '../../domain/input-problem.ts';
import { oneLine } from '../blocks/escape.ts';
import { asSentence, clamp } from '../blocks/text.ts';

const blocks = ['name', 'cluster', 'pods', 'zones', 'nodes', 'instanceType', 'namespaces', 'owner', 'reason', 'dryRun'];

/** Problems by the block they are shown at; what belongs to none is shown at the name. */
export function fieldErrors(problems: readonly InputProblem[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field, message, example } of problems) {
    const camel = field.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const block = blocks.includes(camel) ? camel : 'name';
    const text = `${asSentence(oneLine(message))} For instance: ${oneLine(withoutFlag(example))}`;
    errors[block] = clamp(errors[block] ? `${errors[block]}; ${text}` : text, 500);
  }
  return errors;
}

/** In a form there are no flags. */
function withoutFlag(example: string): string {
  return example.replace(/^--[a-z-]+ /, '');
}
