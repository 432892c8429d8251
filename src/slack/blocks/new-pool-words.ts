import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { spanInWords } from '../../domain/grants/grant-duration.ts';
import { codeSpan, escapeText } from './escape.ts';
import { namespaceNames } from './namespace-words.ts';
import { planLines, warningLines } from './plan-summary.ts';

/** What would be made if people agree; none for other requests and before the plan is there. */
export function newPoolLines({ newPool }: AccessRequest): string[] {
  if (!newPool?.planned) return [];
  const { asked, planned } = newPool;
  // A mention would ping the owner on every card.
  const owner = asked.ownerGroup === undefined ? 'whoever asked for it' : `user group ${codeSpan(asked.ownerGroup)}`;
  return [
    ...planLines(planned.plan),
    `• for pods of the namespaces ${namespaceNames(asked.namespaces)}, owned by ${owner}`,
    ...(asked.ttlMs === undefined
      ? []
      : [`• whether it is still needed is asked ${escapeText(spanInWords(asked.ttlMs))} after it was begun`]),
    '• the blocks are reserved when it is begun; where one is taken by then, another of the same size is used',
  ];
}

export function newPoolWarnings({ newPool }: AccessRequest): string[] {
  return newPool?.planned ? warningLines(newPool.planned.plan) : [];
}
