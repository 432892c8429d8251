import type { InputProblem } from '../../domain/input-problem.ts';
import { nearest } from '../../domain/nearest.ts';
import { quoted } from '../../domain/parse-flags.ts';
import type { CommandSpec, FlagSpec } from './command-spec.ts';
import type { Token } from './tokenize.ts';

/** A flag's value or a positional; a switch has an empty text. */
export interface Argument {
  text: string;
}

export interface ReadArguments {
  /** By flag or positional name. */
  given: Map<string, Argument>;
  /** The words of a positional that stands for any number of them. */
  repeated: string[];
  problems: InputProblem[];
}

/** Sorts a command's words into its flags and positionals; `--flag value` and `--flag=value` are the same. */
export function readArguments(spec: CommandSpec, tokens: readonly Token[]): ReadArguments {
  const read: ReadArguments = { given: new Map(), repeated: [], problems: [] };
  const free = [...spec.positionals];
  const surplus: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    const asFlag = token.isQuoted ? undefined : splitFlag(token.text);
    if (asFlag) {
      at += readFlag(spec, asFlag, { next: tokens[at + 1], read });
      continue;
    }
    const positional = free[0]?.repeats ? free[0] : free.shift();
    if (positional?.repeats) read.repeated.push(token.text);
    else if (positional) put(read, positional.name, { argument: token, example: positional.example });
    else surplus.push(token.text);
  }
  if (surplus.length > 0) read.problems.push(tooMany(spec, surplus));
  for (const { name, required, example, repeats } of free) {
    if (!required || (repeats && read.repeated.length > 0)) continue;
    read.problems.push({
      field: name,
      message: `${spec.name} needs ${withArticle(name)}, for instance ${quoted(example)}`,
      example: spec.example,
    });
  }
  return read;
}

interface TypedFlag {
  name: string;
  inline: string | undefined;
}

/** Phones and Macs turn two dashes into a long one. */
function splitFlag(word: string): TypedFlag | undefined {
  const match = /^(?:--|[—–―])([^=]*)(?:=(.*))?$/su.exec(word);
  return match ? { name: match[1] ?? '', inline: match[2] } : undefined;
}

/** Answers how many of the following words it took. */
function readFlag(
  spec: CommandSpec,
  typed: TypedFlag,
  around: { next: Token | undefined; read: ReadArguments },
): 0 | 1 {
  const { next, read } = around;
  const flag = spec.flags.find(({ name }) => name === typed.name.toLowerCase());
  if (!flag) {
    read.problems.push(unknownFlag(spec, typed.name));
    // What follows an unknown flag is most likely its value; one problem is enough.
    return typed.inline === undefined && next && !startsFlag(next) ? 1 : 0;
  }
  if (flag.value === undefined) {
    if (typed.inline) read.problems.push(problem(flag, `--${flag.name} is a switch and takes no value`));
    else put(read, flag.name, { argument: { text: '' }, example: flag.example });
    return 0;
  }
  const isNext = typed.inline === undefined && next !== undefined && !startsFlag(next);
  const text = isNext ? next.text : (typed.inline ?? '');
  if (text === '') read.problems.push(problem(flag, `--${flag.name} needs a value`));
  else put(read, flag.name, { argument: { text }, example: flag.example });
  return isNext ? 1 : 0;
}

function startsFlag(token: Token): boolean {
  return !token.isQuoted && splitFlag(token.text) !== undefined;
}

function put(read: ReadArguments, name: string, { argument, example }: { argument: Argument; example: string }): void {
  if (read.given.has(name)) read.problems.push({ field: name, message: `--${name} is given more than once`, example });
  else read.given.set(name, { text: argument.text });
}

function unknownFlag(spec: CommandSpec, name: string): InputProblem {
  const meant = spec.flags.find(
    (flag) =>
      flag.name ===
      nearest(
        name,
        spec.flags.map((known) => known.name),
      ),
  );
  const hint = meant ? `; did you mean --${meant.name}?` : '';
  return {
    field: 'command',
    message: `${spec.name} has no flag ${quoted(`--${name}`)}${hint}`,
    example: meant?.example ?? spec.example,
  };
}

function tooMany(spec: CommandSpec, words: string[]): InputProblem {
  const hint = spec.example.includes('"') ? '; a text of several words goes in quotes' : '';
  return {
    field: 'command',
    message: `${spec.name} cannot use ${quoted(words.join(' '))}: it takes ${takes(spec)}${hint}`,
    example: spec.example,
  };
}

function takes(spec: CommandSpec): string {
  const names = spec.positionals.map(({ name, required }) => (required ? withArticle(name) : `an optional ${name}`));
  return names.length === 0 ? 'no arguments' : names.join(' and ');
}

function withArticle(name: string): string {
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

function problem(flag: FlagSpec, message: string): InputProblem {
  return { field: flag.name, message, example: flag.example };
}
