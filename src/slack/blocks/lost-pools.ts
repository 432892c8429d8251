import type { LostPools } from '../../store/lost-pools-record.ts';
import { codeSpan } from './escape.ts';
import { groupWords, instantWords } from './request-words.ts';
import { clamp, type Message, paragraph } from './text.ts';

const mostNamed = 20;

/** For operators: pools that stand in the cloud and are on record nowhere, and what brings them back. */
export function lostPoolsMessage({ pools, foundAtMs, goneAtMs }: LostPools, operators: readonly string[]): Message {
  if (goneAtMs !== undefined) {
    return paragraph(
      `:white_check_mark: *All pools that stand in the cloud are on record again* since ${instantWords(goneAtMs)}.`,
    );
  }
  const named = pools.slice(0, mostNamed).map(({ name }) => codeSpan(clamp(name, 60)));
  const more = pools.length > mostNamed ? ` and ${pools.length - mostNamed} more` : '';
  return paragraph(
    `:rotating_light: *Pools are running that nothing is on record of*: ${named.join(', ')}${more}. Found ${instantWords(foundAtMs)}; was Redis lost? What databases let them in does not end by itself. ${operators.map(groupWords).join(' ')} run ${codeSpan('egress-pool reconcile')} where the worker runs: it shows what it would put on record again, and writes nothing unless asked.`,
  );
}
