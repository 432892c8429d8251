import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { Pool } from '../../domain/pool.ts';
import type { NamespacePlan } from '../../use-cases/request-namespace-change.ts';
import { codeSpan } from './escape.ts';
import { pairWords } from './request-words.ts';
import { type Message, message, section } from './text.ts';

const mostShown = 20;

/** A pool's namespaces for a sentence. */
export function namespaceNames(namespaces: readonly string[]): string {
  const shown = namespaces.slice(0, mostShown).map(codeSpan).join(', ');
  const more = namespaces.length > mostShown ? ` and ${namespaces.length - mostShown} more` : '';
  return shown ? `${shown}${more}` : 'none named';
}

/** Whether anything but the taint keeps others out. */
export function enforcement({ namespacesEnforced }: Pick<Pool, 'namespacesEnforced'>): string {
  if (namespacesEnforced === undefined) return '';
  return namespacesEnforced
    ? ' (admission keeps others out)'
    : ' (only the taint keeps others out: the cluster has no admission policies)';
}

/** What a change of namespaces has led to. */
export function namespaceLines(pool: Pool): string[] {
  return [`Pool ${codeSpan(pool.name)} is for the namespaces ${namespaceNames(pool.namespaces)}${enforcement(pool)}.`];
}

/** What a request about namespaces would change; none for other requests. */
export function namespaceChangeLines({ namespaceChange }: AccessRequest): string[] {
  if (!namespaceChange) return [];
  const { add, remove } = namespaceChange;
  return [
    ...(add.length > 0 ? [`:heavy_plus_sign: pods of ${namespaceNames(add)} get in *too*`] : []),
    ...(remove.length > 0 ? [`:heavy_minus_sign: pods of ${namespaceNames(remove)} do not get in any more`] : []),
    'It takes effect when the approvers of every database that is open to this pool have agreed.',
  ];
}

/** A dry run: what would change and who would be asked. */
export function namespacePlan({ pool, after, toAsk }: NamespacePlan): Message {
  const lines = [
    `*Dry run* for pool ${codeSpan(pool.name)}: nothing was changed.`,
    `• for ${namespaceNames(pool.namespaces)} now, for ${namespaceNames(after)} afterwards`,
    ...(toAsk.length > 0
      ? ['• the approvers of each of these have to agree first, and one who refuses stops it:']
      : ['• nobody has to approve it']),
    ...toAsk.slice(0, mostShown).map((grant) => `    ${pairWords(grant)}`),
    ...(toAsk.length > mostShown ? [`    and ${toAsk.length - mostShown} more`] : []),
    '• pods that run already stay where they are; those of a namespace that is taken out are listed at the end',
  ];
  return message(lines, [section(lines.join('\n'))]);
}
