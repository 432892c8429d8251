import type { RequestAnswer } from '../use-cases/request-answer.ts';
import { codeSpan, escapeText } from './blocks/escape.ts';
import { problems } from './blocks/problems.ts';
import { clamp, type Message, paragraph } from './blocks/text.ts';
import { printCommand } from './commands/print-command.ts';
import type { FollowUp, Reply } from './listener-deps.ts';

/** Private answers that several listeners give. */
export const answers = {
  otherWorkspace: (): Message => paragraph('Only people of the workspace that egress-pool is installed in may use it.'),

  notAllowed: (text: string): Message =>
    paragraph(`:no_entry: ${escapeText(clamp(text, 600))} This attempt is in the audit log.`),

  outcomeUnknown: (operationId: string): Message =>
    paragraph(
      `:warning: This could not be finished in time, so it is not known whether your request was taken. Check with ${codeSpan(printCommand({ kind: 'status', operationId }))} in a moment, before you ask again.`,
    ),

  readFailed: (): Message =>
    paragraph(":warning: The service's database did not answer in time. Try again in a moment; nothing was changed."),

  broken: (requestId: string): Message =>
    paragraph(
      `:x: Something went wrong on our side. Look at ${codeSpan('/egress-pool status')} before you try again; for the operators: request ${codeSpan(requestId)}.`,
    ),

  stale: (): Message =>
    paragraph(
      'This button or form is out of date and does nothing any more. Use `/egress-pool status` to see where things stand.',
    ),

  exportGone: (): Message =>
    paragraph('This export is not on offer any more, or not to you. Type `/egress-pool audit` to have it anew.'),

  clickUnknown: (): Message =>
    paragraph(
      ':warning: This could not be finished in time, so it is not known whether your click was taken. Press the button again: it is carried out once.',
    ),

  formExpired: (): Message =>
    paragraph(
      'The form could not be opened in time. Try `/egress-pool create` again, or type it: `/egress-pool create payments --pods 40`.',
    ),

  viewExpired: (): Message => paragraph('The form could not be opened in time. Try it again.'),

  requested: (given: {
    requestId: string;
    poolName: string;
    instanceName: string;
    asked: string;
    repeated: boolean;
  }): Message =>
    paragraph(
      given.repeated
        ? `That was already asked for: ${codeSpan(given.requestId)}. Follow it in the channel.`
        : `:raised_hand: Asked for pool ${codeSpan(given.poolName)} to reach ${codeSpan(given.instanceName)} as ${codeSpan(given.requestId)}. Who decides: ${given.asked}. Nothing is open before it is approved and applied.`,
    ),

  poolAsked: (given: { requestId: string; poolName: string; asked: string; repeated: boolean }): Message =>
    paragraph(
      given.repeated
        ? `That was already asked for: ${codeSpan(given.requestId)}. Follow it in the channel.`
        : `:raised_hand: Asked for a new pool ${codeSpan(given.poolName)} as ${codeSpan(given.requestId)}. Who decides: ${given.asked}. Nothing is made before it is approved.`,
    ),

  noChart: (): Message => paragraph('The chart could not be made just now; the numbers above are right without it.'),

  invite: (channelId: string): Message =>
    paragraph(
      channelId.startsWith('D')
        ? 'egress-pool cannot write here, so the thread opens in a direct message.'
        : 'egress-pool is not in this channel, so the thread opens in a direct message. Type `/invite @egress-pool` to have it here next time.',
    ),

  accepted: (given: { operationId: string; poolName: string; repeated: boolean; doing: string }): Message =>
    paragraph(
      given.repeated
        ? `That was already asked for: ${codeSpan(given.operationId)} for ${codeSpan(given.poolName)}. Follow it in its thread.`
        : `:hourglass_flowing_sand: ${given.doing} ${codeSpan(given.poolName)} as ${codeSpan(given.operationId)}. The plan and every step show in a thread.`,
    ),
};

/** The reply to a button that is about nothing there is: of an older version, or forged. */
export function staleReply(): Reply {
  return { message: answers.stale(), problem: 'a button that is about nothing there is' };
}

/** The reply to a request, whichever way it went. */
export function replyTo(answer: RequestAnswer, given: { doing: string; channelId: string; command: string }): Reply {
  switch (answer.kind) {
    case 'accepted':
      return {
        message: answers.accepted({ ...answer, doing: given.doing }),
        follow: { kind: 'accepted', channelId: given.channelId },
      };
    case 'refused':
      return { message: problems(answer.problems) };
    case 'not-allowed':
      return notAllowed({ what: 'command.refused', subject: given.command, reason: answer.text });
  }
}

/** A private answer to somebody who may not, and its entry in the audit log. */
export function notAllowed(refusal: Omit<Extract<FollowUp, { kind: 'refusal' }>, 'kind'>): Reply {
  return { message: answers.notAllowed(refusal.reason), follow: { kind: 'refusal', ...refusal } };
}
