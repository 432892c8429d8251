import type { OutageAlert } from '../../domain/capacity/alert.ts';
import { capitalized, sourceWords } from './capacity-words.ts';
import { durationWords } from './duration-words.ts';
import { codeSpan } from './escape.ts';
import { instantWords } from './request-words.ts';
import type { Lasted } from './task-card.ts';
import { type Message, paragraph } from './text.ts';

const mostNamed = 10;

/** The one message about a cluster or a region that cannot be measured, however many pools are there. */
export function outageMessage(outage: OutageAlert, lasted: Lasted): Message {
  const { source, state, code, poolNames, openedAtMs = 0, resolvedAtMs = 0 } = outage;
  const what = capitalized(sourceWords(source));
  if (state === 'resolved') {
    return paragraph(
      `:white_check_mark: *${what} can be measured again* after ${durationWords(lasted(openedAtMs, resolvedAtMs))}.`,
    );
  }
  const named = poolNames.slice(0, mostNamed).map(codeSpan).join(', ');
  const more = poolNames.length > mostNamed ? ` and ${poolNames.length - mostNamed} more` : '';
  return paragraph(
    `:warning: *${what} cannot be measured* since ${instantWords(openedAtMs)} (${codeSpan(code)}). How full its pools are is not known: ${named || 'none'}${more}. Their alerts stay as they are; it is tried again with every sweep.`,
  );
}
