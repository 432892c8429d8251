import type { Pool } from '../../domain/pool.ts';
import { codeSpan } from './escape.ts';
import { descriptionWords, poolCapacity, poolStateWords } from './pool-words.ts';
import { context, type Message, message, paragraph, section } from './text.ts';

const mostPools = 40;

/** One line a pool. */
export function poolList(pools: readonly Pool[]): Message {
  if (pools.length === 0) {
    return paragraph('There are no pools yet. Create one with `/egress-pool create payments --pods 40`.');
  }
  const lines = pools.slice(0, mostPools).map((pool) => {
    const cidrs = pool.vSwitches
      .slice(0, 6)
      .map(({ cidrBlock }) => codeSpan(cidrBlock))
      .join(' ');
    const about = pool.description === undefined ? '' : `; ${descriptionWords(pool.description)}`;
    return `${poolStateWords(pool.state)} ${codeSpan(pool.name)} in ${codeSpan(pool.clusterName)}: ${cidrs || 'no CIDRs yet'}; ${poolCapacity(pool)}${about}`;
  });
  const more = pools.length - lines.length;
  const end =
    more > 0 ? `and ${more} more; details: \`/egress-pool show <pool>\`` : 'Details: `/egress-pool show <pool>`';
  const escapedEnd = end.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return message([...lines, escapedEnd], [...lines.map(section), context(escapedEnd)]);
}
