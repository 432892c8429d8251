import type { InputProblem } from '../../domain/input-problem.ts';
import { nearest } from '../../domain/nearest.ts';
import { quoted } from '../../domain/parse-flags.ts';
import { type Argument, readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { type CommandSpec, commandSpecs } from './command-spec.ts';
import { tokenize } from './tokenize.ts';

export type ParsedCommand = { ok: true; command: Command } | { ok: false; problems: InputProblem[] };

/**
 * Reads what was typed after `/egress-pool`. Pure; answers every problem it finds, each with something valid to type.
 * No text at all means `help`. Never throws.
 */
export function parseCommand(text: string): ParsedCommand {
  const read = tokenize(text);
  if (!read.ok) return read;
  const [first, ...rest] = read.tokens;
  if (!first) return { ok: true, command: { kind: 'help' } };
  const spec = commandSpecs.find(({ name }) => name === first.text.toLowerCase());
  if (!spec) return { ok: false, problems: [unknownCommand(first.text)] };
  const { problems, given, repeated } = readArguments(spec, rest);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, command: toCommand(spec, given, repeated) };
}

function unknownCommand(word: string): InputProblem {
  const meant = commandSpecs.find(
    ({ name }) =>
      name ===
      nearest(
        word.replace(/^--?/, ''),
        commandSpecs.map((spec) => spec.name),
      ),
  );
  const hint = meant ? `; did you mean ${quoted(meant.name)}?` : '';
  return {
    field: 'command',
    message: `there is no command ${quoted(word)}${hint}`,
    example: meant?.example ?? '/egress-pool help',
  };
}

/** Required positionals are there: `readArguments` has seen to it. */
function toCommand(spec: CommandSpec, given: Map<string, Argument>, repeated: string[]): Command {
  const text = (name: string) => given.get(name)?.text;
  const operationId = text('operation') ?? '';
  const pool = text('pool') ?? '';
  switch (spec.name) {
    case 'create':
      return { kind: 'create', raw: createRequest(given) };
    case 'list':
      return { kind: 'list' };
    case 'show':
      return { kind: 'show', pool };
    case 'capacity':
      return { kind: 'capacity', pool: text('pool') };
    case 'use':
      return { kind: 'use', pool, workload: text('workload') };
    case 'verify':
      return { kind: 'verify', pool, instance: text('instance') };
    case 'resize': {
      const raw = { pool, pods: text('pods'), nodes: text('nodes'), dryRun: given.has('dry-run') };
      return { kind: 'resize', raw };
    }
    case 'delete':
      return { kind: 'delete', raw: { pool, confirm: text('confirm'), dryRun: given.has('dry-run') } };
    case 'adopt': {
      const raw = { pool, nodes: repeated, confirm: text('confirm'), dryRun: given.has('dry-run') };
      return { kind: 'adopt', raw };
    }
    case 'status':
      return { kind: 'status', operationId: text('operation') };
    case 'allow':
      return { kind: 'allow', raw: allowRequest(given) };
    case 'grants':
      return { kind: 'grants', of: text('pool-or-instance') };
    case 'extend':
      return { kind: 'extend', grantId: text('grant') ?? '', for: text('for') };
    case 'revoke':
      return { kind: 'revoke', pool, instance: text('instance'), all: given.has('all') };
    case 'namespaces':
      return { kind: 'namespaces', pool, changes: repeated, dryRun: given.has('dry-run') };
    case 'owner':
      return { kind: 'owner', pool, group: text('group') ?? '' };
    case 'describe':
      return { kind: 'describe', pool, description: text('description') ?? '' };
    case 'freeze':
      return { kind: 'freeze', reason: text('reason') };
    case 'unfreeze':
      return { kind: 'unfreeze' };
    case 'audit':
      return { kind: 'audit', pool: text('pool'), since: text('since') };
    case 'retry':
      return { kind: 'retry', operationId };
    case 'rollback':
      return { kind: 'rollback', operationId };
    case 'cancel':
      return { kind: 'cancel', operationId };
    default:
      return { kind: 'help' };
  }
}

function allowRequest(given: Map<string, Argument>) {
  return {
    pool: given.get('pool')?.text,
    instance: given.get('instance')?.text,
    for: given.get('for')?.text,
    reason: given.get('reason')?.text,
    breakGlass: given.has('break-glass'),
  };
}

function createRequest(given: Map<string, Argument>) {
  return {
    name: given.get('name')?.text,
    cluster: given.get('cluster')?.text,
    pods: given.get('pods')?.text,
    zones: given.get('zones')?.text,
    nodes: given.get('nodes')?.text,
    instanceType: given.get('instance-type')?.text,
    namespaces: given.get('namespaces')?.text,
    owner: given.get('owner')?.text,
    ttl: given.get('ttl')?.text,
    reason: given.get('reason')?.text,
    dryRun: given.has('dry-run'),
  };
}
