import type { Button } from '@slack/types';
import type { Pool } from '../../domain/pool.ts';
import { actionIds } from './action-ids.ts';
import { button } from './button.ts';
import { codeSpan } from './escape.ts';
import { actorWords } from './operation-words.ts';
import { groupWords, instantWords } from './request-words.ts';
import { actions, context, type Message, message, section } from './text.ts';

/** The question whether a pool is still needed once its time is over, or what came of it. */
export function poolReview(pool: Pool, about: { owners: readonly string[]; answerByMs: number }): Message {
  const name = codeSpan(pool.name);
  const { review, reviewAtMs = 0, state } = pool;
  if (state === 'deleting' || state === 'gone') {
    return told(
      state === 'gone' ? `:wastebasket: Pool ${name} is gone.` : `:wastebasket: Pool ${name} is being deleted.`,
    );
  }
  if (review?.keptBy) {
    return told(
      `:white_check_mark: ${actorWords(review.keptBy)} keeps pool ${name} until ${instantWords(reviewAtMs)}.`,
    );
  }
  const asked = `${about.owners.map(groupWords).join(' ')} The time for which pool ${name} was asked for is over. Is it still needed?`;
  const end = `Without an answer until ${instantWords(about.answerByMs)} it is deleted, if no pod runs on it and no database is open to it; else you are asked again.`;
  return message([asked.trim(), end], [section(asked.trim()), actions('pool_review', buttonsFor(pool)), context(end)]);
}

function told(line: string): Message {
  return message([line], [section(line)]);
}

function buttonsFor({ id }: Pool): Button[] {
  return [
    button({ actionId: actionIds.keepPool, label: 'Keep it 30 more days', value: id, style: 'primary' }),
    button({ actionId: actionIds.deletePool, label: 'Delete', value: id, style: 'danger' }),
  ];
}
