import type { InputProblem } from './input-problem.ts';
import { namespacePattern } from './names.ts';
import { quoted } from './parse-flags.ts';
import type { Pool } from './pool.ts';

/** What is to be different about a pool's namespaces; each named once. */
export interface NamespaceChange {
  add: string[];
  remove: string[];
}

const mostNamespaces = 50;

/** Reads `+a -b`, also `+a,b`. */
export function parseNamespaceChange(words: readonly string[]): NamespaceChange | InputProblem {
  const change: NamespaceChange = { add: [], remove: [] };
  for (const word of words) {
    const [, sign, list = ''] = /^([+-])(.+)$/s.exec(word) ?? [];
    if (sign === undefined) return wrong(`${quoted(word)} says neither + nor -`);
    const named = list.split(',');
    const bad = named.find((one) => !namespacePattern.test(one));
    if (bad !== undefined) return wrong(`${quoted(bad)} is no namespace: lower-case letters, digits and hyphens`);
    (sign === '+' ? change.add : change.remove).push(...named);
  }
  const all = [...change.add, ...change.remove];
  const twice = all.find((one, index) => all.indexOf(one) !== index);
  if (twice !== undefined) return wrong(`${quoted(twice)} is named twice`);
  return all.length > 0 ? change : wrong('which namespaces are to be added or taken out');
}

/** The namespaces after the change, in the order in which they were named. What is so already stays so. */
export function namespacesAfter(namespaces: readonly string[], { add, remove }: NamespaceChange): string[] {
  return [...new Set([...namespaces, ...add])].filter((one) => !remove.includes(one));
}

/** Whether the change lets in anybody whom the pool does not let in yet. */
export function letsMoreIn(namespaces: readonly string[], { add }: NamespaceChange): boolean {
  return add.some((one) => !namespaces.includes(one));
}

/** Why the change makes no sense for the pool as it is, with the way out; undefined when it does. */
export function namespaceChangeProblem(
  pool: Pick<Pool, 'name' | 'namespaces'>,
  change: NamespaceChange,
  { hasGrants }: { hasGrants: boolean },
): InputProblem | undefined {
  const { name, namespaces } = pool;
  const present = change.add.find((one) => namespaces.includes(one));
  const there = `"${name}" is for ${namespaces.join(', ') || 'no namespace'}`;
  const example = `/egress-pool show ${name}`;
  if (present !== undefined) return wrong(`${there}, so ${present} is there already`, example);
  const absent = change.remove.find((one) => !namespaces.includes(one));
  if (absent !== undefined) return wrong(`${there}, so ${absent} is not there`, example);
  const after = namespacesAfter(namespaces, change);
  if (after.length > mostNamespaces) return wrong(`a pool is for at most ${mostNamespaces} namespaces`);
  if (after.length > 0 || !hasGrants) return undefined;
  const why = 'databases are open to this pool, and without a namespace nobody could say for whom';
  return wrong(`${why}; close them first or name another namespace`, `/egress-pool revoke ${name} --all`);
}

function wrong(message: string, example = '/egress-pool namespaces payments +billing -legacy'): InputProblem {
  return { field: 'namespaces', message, example };
}
