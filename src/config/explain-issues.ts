import type { z } from 'zod';
import { nearest } from '../domain/nearest.ts';
import type { ConfigProblem } from './config-problem.ts';
import { foundInWords } from './found-in-words.ts';
import { lookUpPlace } from './schema-lookup.ts';

/** Turns what zod found in `input` into problems: one each, an unknown key with the nearest known one. */
export function explainIssues(schema: z.core.$ZodType, input: unknown, issues: readonly z.core.$ZodIssue[]) {
  return issues.flatMap((issue): ConfigProblem[] => {
    const place = lookUpPlace(schema, issue.path);
    const path = pathInWords(issue.path);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue.path, place.keys));
    if (issue.code === 'invalid_key') {
      const record = lookUpPlace(schema, issue.path.slice(0, -1));
      return [{ path, expected: record.expected, found: foundInWords(issue.path.at(-1)), example: record.example }];
    }
    const found = foundInWords(valueAt(input, issue.path));
    const hint: unknown = issue.code === 'custom' ? issue.params?.example : undefined;
    if (typeof hint === 'string') return [{ path, expected: issue.message, found, example: hint }];
    return [{ path, expected: place.expected, found, example: place.example }];
  });
}

function unknownKey(key: string, path: readonly PropertyKey[], known: readonly string[]): ConfigProblem {
  const meant = nearest(key, known);
  return {
    path: pathInWords([...path, key]),
    expected: meant === undefined ? `one of the keys ${known.join(', ')}` : `the key ${meant}`,
    found: `the unknown key ${key}`,
    example: meant ?? known[0] ?? '',
  };
}

/** `clusters[0].poolCidrs[1]`; the whole file is `egress-pool.yaml`. */
function pathInWords(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'egress-pool.yaml';
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );
}
