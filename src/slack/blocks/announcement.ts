import type { Operation } from '../../domain/operation.ts';
import { codeSpan, escapeText } from './escape.ts';
import { actorWords, kindWords, stateIcon, stateWords } from './operation-words.ts';
import { clamp, context, type Message, message, section } from './text.ts';

/** The short line in the channel whose thread follows the operation; edited when its state changes. */
export function announcement(operation: Operation, note?: string): Message {
  const by = `for ${actorWords(operation.requestedBy)}`;
  const line = `${stateIcon(operation.state)} ${kindWords(operation.kind)} ${codeSpan(clamp(operation.poolName, 80))} ${by}: ${tail(operation)}`;
  return message(note ? [line, note] : [line], note ? [section(line), context(note)] : [section(line)]);
}

function tail({ state, error, steps }: Operation): string {
  const title = steps.find(({ name }) => name === error?.step)?.title;
  const why = title ? ` at ${escapeText(clamp(title, 120))}` : error ? ` (${escapeText(clamp(error.text, 160))})` : '';
  switch (state) {
    case 'running':
      return 'running, see the thread';
    case 'waiting':
    case 'failed':
      return `*${stateWords(state)}*${why}, see the thread`;
    case 'done':
    case 'rolled-back':
    case 'cancelled':
    case 'rolling-back':
      return `*${stateWords(state)}*`;
  }
}
