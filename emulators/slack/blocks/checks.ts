import { asObject, type Json } from '../json.ts';

export interface Problem {
  /** JSON pointer, such as `/blocks/0/text`. */
  pointer: string;
  message: string;
}

/** Adds what is wrong with the value at that pointer to the list. */
export type Check = (value: Json | undefined, at: string, problems: Problem[]) => void;

/** A rule that passes an absent value. */
export const optional =
  (check: Check): Check =>
  (value, at, problems) => {
    if (value !== undefined && value !== null) check(value, at, problems);
  };

export const string =
  (max: number, min = 1): Check =>
  (value, at, problems) => {
    if (typeof value !== 'string') problems.push({ pointer: at, message: 'must be a string' });
    else if (value.length < min) problems.push({ pointer: at, message: `must be more than ${min - 1} characters` });
    else if (value.length > max) problems.push({ pointer: at, message: `must be less than ${max + 1} characters` });
  };

export const boolean: Check = (value, at, problems) => {
  if (typeof value !== 'boolean') problems.push({ pointer: at, message: 'must be a boolean' });
};

export const integer =
  (min: number, max: number): Check =>
  (value, at, problems) => {
    if (!Number.isInteger(value) || Number(value) < min || Number(value) > max) {
      problems.push({ pointer: at, message: `must be an integer from ${min} to ${max}` });
    }
  };

export const oneOf =
  (...allowed: string[]): Check =>
  (value, at, problems) => {
    if (typeof value !== 'string' || !allowed.includes(value)) {
      problems.push({ pointer: at, message: `must be one of: ${allowed.join(', ')}` });
    }
  };

export const matching =
  (pattern: RegExp, what: string): Check =>
  (value, at, problems) => {
    if (typeof value !== 'string' || !pattern.test(value)) problems.push({ pointer: at, message: `must be ${what}` });
  };

export const list =
  (size: { min: number; max: number }, item: Check): Check =>
  (value, at, problems) => {
    if (!Array.isArray(value)) problems.push({ pointer: at, message: 'must be an array' });
    else if (value.length < size.min) problems.push({ pointer: at, message: `no less than ${size.min} items allowed` });
    else if (value.length > size.max) problems.push({ pointer: at, message: `no more than ${size.max} items allowed` });
    else for (const [index, entry] of value.entries()) item(entry, `${at}/${index}`, problems);
  };

/** An object with these fields and no others; `type` is checked by who chose the rule. */
export const object =
  (fields: Record<string, Check>): Check =>
  (value, at, problems) => {
    const members = asObject(value);
    if (!members) {
      problems.push({ pointer: at, message: 'must be an object' });
      return;
    }
    for (const key of Object.keys(members)) {
      if (key !== 'type' && !(key in fields))
        problems.push({ pointer: at, message: `invalid additional property: ${key}` });
    }
    for (const [key, check] of Object.entries(fields)) {
      if (members[key] === undefined && !passesAbsent(check)) {
        problems.push({ pointer: at, message: `missing required field: ${key}` });
      } else {
        check(members[key], `${at}/${key}`, problems);
      }
    }
  };

/** The rule of the object's own `type`. */
export const byType =
  (rules: Record<string, Check>, what: string): Check =>
  (value, at, problems) => {
    const type = asObject(value)?.type;
    const rule = typeof type === 'string' && Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (rule) rule(value, at, problems);
    else problems.push({ pointer: `${at}/type`, message: `unsupported type: ${String(type)} is not a ${what}` });
  };

export const all =
  (...checks: Check[]): Check =>
  (value, at, problems) => {
    for (const check of checks) check(value, at, problems);
  };

export const exactlyOneOf =
  (...keys: string[]): Check =>
  (value, at, problems) => {
    const present = keys.filter((key) => asObject(value)?.[key] !== undefined);
    if (present.length !== 1) problems.push({ pointer: at, message: `must have exactly one of: ${keys.join(', ')}` });
  };

export const someOf =
  (...keys: string[]): Check =>
  (value, at, problems) => {
    if (!keys.some((key) => asObject(value)?.[key] !== undefined)) {
      problems.push({ pointer: at, message: `must have one of: ${keys.join(', ')}` });
    }
  };

function passesAbsent(check: Check): boolean {
  const problems: Problem[] = [];
  check(undefined, '', problems);
  return problems.length === 0;
}
