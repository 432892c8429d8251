import type { InputProblem } from '../../domain/input-problem.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import { requestGrant } from '../../use-cases/request-grant.ts';
import { answers } from '../answers.ts';
import { askedWords } from '../blocks/asked-words.ts';
import { oneLine } from '../blocks/escape.ts';
import { asSentence, clamp, type Message } from '../blocks/text.ts';
import { rawOf } from '../commands/allow.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { requestIdOf } from '../request-id.ts';
import { withDeadline } from '../with-deadline.ts';
import type { FilledAllowForm } from './read-allow-form.ts';

export type AllowFormAnswer =
  | { kind: 'errors'; errors: Record<string, string> }
  /** The form turns into this text; `refusal`: why the person may not, for the audit log. */
  | { kind: 'text'; message: Message; refusal?: string };

const fields = ['pool', 'instance', 'for', 'reason', 'breakGlass'];

/** Sends a filled-in form to the use case; its id comes from the form, so sending it twice is one request. */
export async function submitAllowForm(
  deps: Pick<ListenerDeps, 'log'>,
  ctx: UseCaseContext,
  form: FilledAllowForm & { operationId: string },
): Promise<AllowFormAnswer> {
  const { raw, isConfirmed, channelId, operationId } = form;
  if (raw.breakGlass && !isConfirmed) {
    return { kind: 'errors', errors: { breakGlass: 'Tick both to break the glass, or none to ask for approval.' } };
  }
  const userId = ctx.actor.kind === 'slack-user' ? ctx.actor.userId : '';
  const request = { requestId: requestIdOf(operationId), raw: rawOf(raw), announcement: { channelId, userId } };
  try {
    const answer = await withDeadline(() => requestGrant(ctx, request));
    switch (answer.kind) {
      case 'accepted':
        return { kind: 'text', message: answers.requested({ ...answer, asked: askedWords(answer.askedGroups) }) };
      case 'refused':
        return { kind: 'errors', errors: errorsAt(answer.problems) };
      case 'not-allowed':
        return { kind: 'text', message: answers.notAllowed(answer.text), refusal: answer.text };
    }
  } catch (err) {
    deps.log.error({ requestId: request.requestId, err }, 'a form could not be carried out');
    return { kind: 'text', message: answers.clickUnknown() };
  }
}

/** Problems by the field they belong to; what belongs to none is said at the database. */
function errorsAt(problems: readonly InputProblem[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field, message, example } of problems) {
    const block = fields.includes(field) ? field : field === 'break-glass' ? 'reason' : 'instance';
    const text = `${asSentence(oneLine(message))} For instance: ${oneLine(example.replace(/^--[a-z-]+ /, ''))}`;
    errors[block] = clamp(errors[block] ? `${errors[block]}; ${text}` : text, 500);
  }
  return errors;
}
