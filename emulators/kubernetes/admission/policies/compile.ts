import { Environment } from '@marcbachmann/cel-js';

/** What an expression may name. */
export interface Values {
  object: unknown;
  oldObject: unknown;
  request: unknown;
  namespaceObject: unknown;
  variables: object;
}

export interface Program {
  expression: string;
  /** Throws Error with the words of the API server. */
  evaluate(values: Values): unknown;
}

export type Compiler = (o: {
  expression: string;
  /** What it must evaluate to; anything when not given. */
  type?: 'bool' | 'string';
  /** The variables that it may use. */
  variables: string[];
}) => Program | { problem: string };

const REQUEST_FIELDS =
  'kind resource subResource requestKind requestResource requestSubResource name namespace operation userInfo dryRun options'.split(
    ' ',
  );
const NAMESPACE_FIELDS = ['metadata', 'spec', 'status'];

/**
 * CEL as the API server compiles it: optional types on, lists and maps of one type, `object` untyped, the fields of
 * `request` and `variables` known. Left out, and so refused: `params`, `authorizer`,
 * macros of two variables, `optMap`, `format`, and Kubernetes' own types (quantity, url, ip, ...).
 */
export function createCompiler(): Compiler {
  const environment = new Environment({ enableOptionalTypes: true });
  for (const name of ['object', 'oldObject', 'request', 'namespaceObject']) environment.registerVariable(name, 'dyn');
  environment.registerVariable('variables', 'map<string, dyn>');
  environment.registerFunction('string.replace(string, string): string', replace);
  environment.registerFunction('string.find(string): string', find);
  return ({ expression, type, variables }) => {
    const { valid, type: found, error } = environment.check(expression);
    if (!valid) return { problem: `compilation failed: ERROR: ${locate(expression, error)}` };
    const field = undefinedField(expression, variables);
    if (field !== undefined) return { problem: `compilation failed: ERROR: <input>: undefined field '${field}'` };
    if (type !== undefined && String(found) !== type) return { problem: `must evaluate to ${type}` };
    const run = environment.parse(expression);
    return { expression, evaluate: (values) => evaluated(expression, () => run({ ...values })) };
  };
}

function evaluated(expression: string, run: () => unknown): unknown {
  try {
    return run();
  } catch (err) {
    throw new Error(`expression '${expression}' resulted in error: ${summaryOf(err)}`);
  }
}

function replace(text: string, from: string, to: string): string {
  return text.replaceAll(from, to);
}

function find(text: string, pattern: string): string {
  return new RegExp(pattern).exec(text)?.[0] ?? '';
}

function undefinedField(expression: string, variables: string[]): string | undefined {
  const known = { variables, request: REQUEST_FIELDS, namespaceObject: NAMESPACE_FIELDS };
  const code = expression.replaceAll(/'[^']*'|"[^"]*"/g, "''");
  // The evaluator has this macro, the API server does not.
  if (/\bcel\.bind\b/.test(code)) return 'bind';
  for (const [root, fields] of Object.entries(known)) {
    for (const [, field = ''] of code.matchAll(new RegExp(`(?<![\\w.])${root}\\.\\??(\\w+)`, 'g'))) {
      if (!fields.includes(field)) return field;
    }
  }
  return undefined;
}

/** `<input>:1:9: ...`, the place in lines and columns from one, and the words of the evaluator. */
function locate(expression: string, error: unknown): string {
  const start = hasRange(error) ? error.range.start : 0;
  const before = expression.slice(0, start).split('\n');
  return `<input>:${before.length}:${(before.at(-1) ?? '').length + 1}: ${summaryOf(error)}`;
}

function hasRange(error: unknown): error is { range: { start: number } } {
  return error instanceof Error && 'range' in error && typeof error.range === 'object' && error.range !== null;
}

function summaryOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const words = 'summary' in error && typeof error.summary === 'string' ? error.summary : error.message;
  const undeclared = /^Unknown variable: (\w+)$/.exec(words);
  if (undeclared) return `undeclared reference to '${undeclared[1]}' (in container '')`;
  return words.startsWith('Unexpected')
    ? `Syntax error: ${words}`
    : `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}
