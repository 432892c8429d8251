import { ApiError } from './errors.ts';

/** Query and path parameters by wire name. What is absent reads as an empty string, list or false. */
export interface Parameters {
  raw: Record<string, string>;
  has(name: string): boolean;
  text(name: string): string;
  number(name: string, fallback: number): number;
  flag(name: string): boolean;
  /** `Name.1`, `Name.2`, ... */
  list(name: string): string[];
  /** `Name.1.Key`, `Name.1.Value`, ... */
  tags(name?: string): { key: string; value: string }[];
}

export function createParameters(raw: Record<string, string>): Parameters {
  const text = (name: string) => raw[name] ?? '';
  const many = <T>(read: (index: number) => T | undefined): T[] => {
    const found: T[] = [];
    for (let index = 1; ; index += 1) {
      const value = read(index);
      if (value === undefined) return found;
      found.push(value);
    }
  };
  return {
    raw,
    has: (name) => raw[name] !== undefined && raw[name] !== '',
    text,
    number: (name, fallback) => (text(name) === '' ? fallback : Number(text(name))),
    flag: (name) => text(name).toLowerCase() === 'true',
    list: (name) => many((index) => raw[`${name}.${index}`]),
    tags: (name = 'Tag') =>
      many((index) => {
        const key = raw[`${name}.${index}.Key`];
        return key === undefined ? undefined : { key, value: text(`${name}.${index}.Value`) };
      }),
  };
}

/** Every RPC product still takes these, and ignores them. */
const legacy = new Set(['OwnerAccount', 'OwnerId', 'ResourceOwnerAccount', 'ResourceOwnerId']);

/**
 * Checks parameters against a table such as `VpcId* CidrMask:num DryRun:bool Tag.N.Key`, where `*` marks what is
 * required. The vendor ignores names it does not know; here they are refused, because they are always a mistake.
 */
export function checkParameters(table: string, raw: Record<string, string>): void {
  const known = new Map(table.split(/\s+/).filter(Boolean).map(parseEntry));
  for (const [name, value] of Object.entries(raw)) {
    if (legacy.has(name)) continue;
    const entry = known.get(name.replaceAll(/\.\d+(?=\.|$)/g, '.N'));
    if (!entry) throw new ApiError(400, 'InvalidParameter', `The specified parameter "${name}" is not supported.`);
    if (!hasType(value, entry.type)) {
      throw new ApiError(400, 'InvalidParameter', `The specified parameter "${name}" is not valid.`);
    }
  }
  for (const [name, entry] of known) {
    if (entry.required && !raw[name.replaceAll('.N', '.1')]) throw missingParameter(name);
  }
}

export function missingParameter(name: string): ApiError {
  const message = `The input parameter "${name}" that is mandatory for processing this request is not supplied.`;
  return new ApiError(400, 'MissingParameter', message);
}

/** A dry run answers with an error even when all is well. */
export function dryRunPassed(): ApiError {
  return new ApiError(400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.');
}

function parseEntry(entry: string): [string, { required: boolean; type: string }] {
  const required = entry.endsWith('*');
  const [name = '', type = 'str'] = entry.replace('*', '').split(':');
  return [name, { required, type }];
}

function hasType(value: string, type: string): boolean {
  if (type === 'num') return /^-?\d+$/.test(value);
  if (type === 'bool') return /^(true|false)$/i.test(value);
  return true;
}
