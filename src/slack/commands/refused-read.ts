import type { Refusal } from '../../use-cases/request-answer.ts';
import { notAllowed } from '../answers.ts';
import { problems } from '../blocks/problems.ts';
import type { Reply } from '../listener-deps.ts';

/** The private answer to something that was not found, cannot be done, or may not be seen. */
export function refusedRead(refusal: Refusal, command: string): Reply {
  if (refusal.kind === 'refused') {
    return { message: problems(refusal.problems), problem: refusal.problems.map(({ message }) => message).join('; ') };
  }
  return notAllowed({ what: 'command.refused', subject: command, reason: refusal.text });
}
