import type { CommandSpec } from '../commands/command-spec.ts';
import { escapeEntities } from './escape.ts';
import { context, type Message, message, section } from './text.ts';

/** The commands that this person may use. */
export function help(specs: readonly CommandSpec[]): Message {
  const head = '*egress-pool* gives workloads a fixed range of egress addresses.';
  const lines = specs.map((spec) => `• \`${escapeEntities(usage(spec))}\`\n    ${escapeEntities(spec.summary)}`);
  const end = 'Only you see the answers to commands; progress shows in a thread of the channel.';
  const parts = Array.from({ length: Math.ceil(lines.length / 6) }, (_, part) => lines.slice(part * 6, part * 6 + 6));
  return message(
    [head, ...lines, end],
    [section(head), ...parts.map((part) => section(part.join('\n'))), context(end)],
  );
}

function usage({ name, positionals, flags }: CommandSpec): string {
  const names = positionals.map(({ name: positional, required, repeats }) => {
    const shown = required ? `<${positional}>` : `[${positional}]`;
    return repeats ? `${shown}...` : shown;
  });
  const options = flags.map((flag) => (flag.value ? `[--${flag.name} ${flag.value}]` : `[--${flag.name}]`));
  return ['/egress-pool', name, ...names, ...options].join(' ');
}
